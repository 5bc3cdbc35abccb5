/** Mutations of states (`reference/prefect-api.md` §6.5), and the spelling that the API page prints (S52). */
export const STATE_OPERATIONS = /* GraphQL */ `
extend type Mutation {
  "Set the states of flow runs: all or none"
  set_flow_run_states(input: set_flow_run_states_input!): set_flow_run_states_payload
  "Set the state of one flow run"
  set_flow_run_state(input: set_one_flow_run_state_input!): set_one_flow_run_state_payload
  "Set the states of task runs: all or none"
  set_task_run_states(input: set_task_run_states_input!): set_task_run_states_payload
}

input set_flow_run_states_input {
  states: [set_flow_run_state_input!]!
}

input set_flow_run_state_input {
  flow_run_id: UUID!
  "An object with at least a type"
  state: JSON!
  "The version that the run is believed to have"
  version: Int
}

type set_flow_run_states_payload {
  states: [set_flow_run_state_payload!]
}

type set_flow_run_state_payload {
  id: UUID
  message: String
  status: String
}

input set_one_flow_run_state_input {
  "The flow run; flow_run_id is the same"
  id: UUID
  flow_run_id: UUID
  "An object with at least a type"
  state: JSON!
  "The version that the run is believed to have"
  version: Int
}

type set_one_flow_run_state_payload {
  "The flow run"
  id: UUID
  message: String
  "When the run began"
  start_time: timestamptz
  state: String
  status: String
  version: Int
}

input set_task_run_states_input {
  states: [set_task_run_state_input!]!
}

input set_task_run_state_input {
  flow_run_version: Int
  "An object with at least a type"
  state: JSON!
  task_run_id: UUID!
  "The version that the run is believed to have"
  version: Int
}

type set_task_run_states_payload {
  states: [set_task_run_state_payload!]
}

type set_task_run_state_payload {
  id: UUID
  message: String
  status: String
}
`;
