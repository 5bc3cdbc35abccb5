/** Mutations of flow runs, task runs and logs (`reference/prefect-api.md` §6.5 and §6.6). */
export const RUN_OPERATIONS = /* GraphQL */ `
extend type Mutation {
  "Schedule a run of a flow"
  create_flow_run(input: create_flow_run_input!): flow_run_id_payload
  "Remove a flow run, its task runs and their history"
  delete_flow_run(input: delete_flow_run_input!): success_payload
  "Stop a flow run"
  cancel_flow_run(input: cancel_flow_run_input!): cancel_flow_run_payload
  "Give a flow run another name"
  set_flow_run_name(input: set_flow_run_name_input!): success_payload
  "Replace the labels of a flow run"
  set_flow_run_labels(input: set_flow_run_labels_input!): success_payload
  "Tell that a flow run is alive"
  update_flow_run_heartbeat(input: update_flow_run_heartbeat_input!): success_payload
  "The flow runs that an agent with these labels should start now"
  get_runs_in_queue(input: get_runs_in_queue_input!): runs_in_queue_payload
  "The id of the run of a task within a flow run, made when there is none"
  get_or_create_task_run(input: get_or_create_task_run_input!): task_run_id_payload
  "The state of the run of a task within a flow run, made when there is none"
  get_or_create_task_run_info(input: get_or_create_task_run_info_input!): get_or_create_task_run_info_payload
  "Give a task run another name"
  set_task_run_name(input: set_task_run_name_input!): success_payload
  "Tell that a task run is alive"
  update_task_run_heartbeat(input: update_task_run_heartbeat_input!): success_payload
  "Keep what runs wrote"
  write_run_logs(input: write_run_logs_input!): success_payload
}

input create_flow_run_input {
  context: JSON
  "The flow to run; wins over version_group_id"
  flow_id: UUID
  flow_run_name: String
  "A second run with the same key is the first run"
  idempotency_key: String
  labels: [String!]
  parameters: JSON
  run_config: JSON
  "Default: now"
  scheduled_start_time: DateTime
  "Run the newest version of this group that is not archived"
  version_group_id: String
}

type flow_run_id_payload {
  id: UUID
}

input delete_flow_run_input {
  flow_run_id: UUID!
}

input cancel_flow_run_input {
  flow_run_id: UUID!
}

type cancel_flow_run_payload {
  state: String
}

input set_flow_run_name_input {
  flow_run_id: UUID!
  name: String!
}

input set_flow_run_labels_input {
  flow_run_id: UUID!
  labels: [String!]!
}

input update_flow_run_heartbeat_input {
  flow_run_id: UUID!
}

input get_runs_in_queue_input {
  "Default: now"
  before: DateTime
  labels: [String!]
  tenant_id: UUID!
}

type runs_in_queue_payload {
  flow_run_ids: [String!]
}

input get_or_create_task_run_input {
  flow_run_id: UUID!
  "Default: -1, a task that is not mapped"
  map_index: Int
  task_id: UUID!
}

input get_or_create_task_run_info_input {
  flow_run_id: UUID!
  "Default: -1, a task that is not mapped"
  map_index: Int
  task_id: UUID!
}

"Shipped without a mutation that takes it"
input get_or_create_mapped_task_run_children_input {
  flow_run_id: UUID!
  max_map_index: Int!
  task_id: UUID!
}

type get_or_create_task_run_info_payload {
  id: UUID
  serialized_state: JSON
  state: String
  version: Int
}

type task_run_id_payload {
  id: UUID
}

input set_task_run_name_input {
  name: String!
  task_run_id: UUID!
}

input update_task_run_heartbeat_input {
  task_run_id: UUID!
}

enum log_level {
  CRITICAL
  DEBUG
  ERROR
  INFO
  WARNING
}

input write_run_logs_input {
  logs: [write_run_log_input!]!
}

input write_run_log_input {
  flow_run_id: UUID!
  info: JSON
  "Default: INFO"
  level: log_level
  message: String
  name: String
  task_run_id: UUID
  "Default: now"
  timestamp: DateTime
}
`;
