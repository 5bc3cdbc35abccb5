/** Mutations of flows and flow groups (`reference/prefect-api.md` §6.3 and §6.4). */
export const FLOW_OPERATIONS = /* GraphQL */ `
extend type Mutation {
  "Register a flow: a first or a next version"
  create_flow(input: create_flow_input!): flow_id_payload
  "Register a flow that is sent as Base64 of gzipped JSON"
  create_flow_from_compressed_string(input: create_flow_from_compressed_string_input!): flow_id_payload
  "Add tasks to a flow"
  register_tasks(input: register_tasks_input!): success_payload
  "Add dependencies between the tasks of a flow"
  register_edges(input: register_edges_input!): success_payload
  "Remove one version of a flow and its runs"
  delete_flow(input: delete_flow_input!): success_payload
  "Retire one version of a flow: it can run no more"
  archive_flow(input: archive_flow_input!): success_payload
  "Move a flow to another project of its tenant"
  update_flow_project(input: update_flow_project_input!): flow_id_payload
  "Watch the heartbeats of a flow's runs"
  enable_flow_heartbeat(input: enable_flow_heartbeat_input!): success_payload
  "Ignore the heartbeats of a flow's runs"
  disable_flow_heartbeat(input: disable_flow_heartbeat_input!): success_payload
  "Reschedule a flow's runs that stopped answering"
  enable_flow_lazarus_process(input: enable_flow_lazarus_process_input!): success_payload
  "Leave a flow's runs that stopped answering alone"
  disable_flow_lazarus_process(input: disable_flow_lazarus_process_input!): success_payload
  "Remove a flow group with all versions and their runs"
  delete_flow_group(input: delete_flow_group_input!): success_payload
  "Replace the parameters that runs of a flow group start with"
  set_flow_group_default_parameters(input: set_flow_group_default_parameters_input!): success_payload
  "Describe a flow group"
  set_flow_group_description(input: set_flow_group_description_input!): success_payload
  "Replace the labels that runs of a flow group get"
  set_flow_group_labels(input: set_flow_group_labels_input!): success_payload
  "Replace how runs of a flow group are started"
  set_flow_group_run_config(input: set_flow_group_run_config_input!): success_payload
}

input create_flow_input {
  description: String
  "The last registration with the same key is given back instead of a new version"
  idempotency_key: String
  project_id: UUID!
  serialized_flow: JSON!
  set_schedule_active: Boolean
  "What the versions of a flow have in common; default: that of the flow of this name in the project"
  version_group_id: String
}

input create_flow_from_compressed_string_input {
  description: String
  idempotency_key: String
  project_id: UUID!
  serialized_flow: String!
  set_schedule_active: Boolean
  version_group_id: String
}

input register_tasks_input {
  flow_id: UUID!
  "A list of serialized tasks"
  serialized_tasks: JSON!
}

input register_edges_input {
  flow_id: UUID!
  "A list of serialized edges"
  serialized_edges: JSON!
}

input delete_flow_input {
  flow_id: UUID!
}

input archive_flow_input {
  flow_id: UUID!
}

input update_flow_project_input {
  flow_id: UUID!
  project_id: UUID!
}

input enable_flow_heartbeat_input {
  flow_id: UUID!
}

input disable_flow_heartbeat_input {
  flow_id: UUID!
}

input enable_flow_lazarus_process_input {
  flow_id: UUID!
}

input disable_flow_lazarus_process_input {
  flow_id: UUID!
}

type flow_id_payload {
  id: UUID
}

input delete_flow_group_input {
  flow_group_id: UUID!
}

input set_flow_group_default_parameters_input {
  flow_group_id: UUID!
  parameters: JSON!
}

input set_flow_group_description_input {
  description: String
  flow_group_id: UUID!
}

input set_flow_group_labels_input {
  flow_group_id: UUID!
  labels: [String!]
}

input set_flow_group_run_config_input {
  flow_group_id: UUID!
  run_config: JSON
}
`;
