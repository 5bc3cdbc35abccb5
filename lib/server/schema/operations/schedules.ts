/** Mutations of schedules (`reference/prefect-api.md` §6.3 and §6.4). */
export const SCHEDULE_OPERATIONS = /* GraphQL */ `
extend type Mutation {
  "Let the schedule of a flow make runs; the next ones are made at once"
  set_schedule_active(input: set_schedule_active_input!): success_payload
  "Stop the schedule of a flow; the runs that it made and that have not started go"
  set_schedule_inactive(input: set_schedule_inactive_input!): success_payload
  "Give a flow group a schedule, which wins over those of its flows; the runs that were scheduled go"
  set_flow_group_schedule(input: set_flow_group_schedule_input!): success_payload
  "Remove the schedule of a flow group; the runs that were scheduled go"
  delete_flow_group_schedule(input: delete_flow_group_schedule_input!): success_payload
}

input set_schedule_active_input {
  flow_id: UUID!
}

input set_schedule_inactive_input {
  flow_id: UUID!
}

input set_flow_group_schedule_input {
  cron_clocks: [cron_clock_input!]
  flow_group_id: UUID!
  interval_clocks: [interval_clock_input!]
  "Such as Europe/Berlin; default: UTC"
  timezone: String
}

input cron_clock_input {
  "Five fields, such as 0 12 * * 1-5"
  cron: String!
  "Parameters of the runs that this clock makes"
  parameter_defaults: JSON
}

input interval_clock_input {
  "Seconds"
  interval: Int!
  "Parameters of the runs that this clock makes"
  parameter_defaults: JSON
}

input delete_flow_group_schedule_input {
  flow_group_id: UUID!
}
`;
