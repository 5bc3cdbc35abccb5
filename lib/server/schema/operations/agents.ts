/** Mutations of agents, their settings, and artifacts of task runs (`reference/prefect-api.md` §6.6). */
export const AGENT_OPERATIONS = /* GraphQL */ `
extend type Mutation {
  "Make an agent known; one that is known already keeps its id"
  register_agent(input: register_agent_input!): agent_id_payload
  "Forget an agent"
  delete_agent(input: delete_agent_input!): success_payload
  "Make settings that agents read when they start"
  create_agent_config(input: create_agent_config_input!): agent_config_id_payload
  "Change the settings of agents"
  update_agent_config(input: update_agent_config_input!): success_payload
  "Remove settings of agents; the agents stay"
  delete_agent_config(input: delete_agent_config_input!): success_payload
  "Publish something from a task run"
  create_task_run_artifact(input: create_task_run_artifact_input!): task_run_artifact_id_payload
  "Replace what a task run has published"
  update_task_run_artifact(input: update_task_run_artifact_input!): success_payload
  "Remove what a task run has published"
  delete_task_run_artifact(input: delete_task_run_artifact_input!): success_payload
}

input register_agent_input {
  agent_config_id: UUID
  labels: [String!]
  name: String
  "Required on the server backend; on the cloud backend the tenant in use"
  tenant_id: UUID
  type: String!
}

type agent_id_payload {
  id: UUID
}

input delete_agent_input {
  agent_id: UUID!
}

input create_agent_config_input {
  name: String
  settings: JSON
  tenant_id: UUID!
}

type agent_config_id_payload {
  id: UUID
}

input update_agent_config_input {
  agent_config_id: UUID!
  name: String
  settings: JSON
}

input delete_agent_config_input {
  agent_config_id: UUID!
}

input create_task_run_artifact_input {
  data: JSON!
  kind: String!
  task_run_id: UUID!
  tenant_id: UUID
}

type task_run_artifact_id_payload {
  id: UUID
}

input update_task_run_artifact_input {
  data: JSON!
  task_run_artifact_id: UUID!
}

input delete_task_run_artifact_input {
  task_run_artifact_id: UUID!
}
`;
