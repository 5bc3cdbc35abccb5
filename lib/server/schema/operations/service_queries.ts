/** Queries that are no table: greeting, version, reference data and task run summaries (`reference/prefect-api.md` §6.1). */
export const SERVICE_QUERIES = /* GraphQL */ `
extend type Query {
  "A greeting: whoever gets it has reached the API"
  hello: String
  "What answers: backend, mode and versions"
  api: api_info
  "The state classes, their hierarchy and their colours"
  reference_data: reference_data
  "A summary of the task runs that were mapped from this one"
  mapped_children(task_run_id: UUID!): mapped_children_payload
  "The state of a task run"
  get_task_run_info(task_run_id: UUID!): task_run_info_payload
}

type api_info {
  backend: String
  core_version: String
  mode: String
  release_timestamp: String
  version: String
}

type reference_data {
  "Every state class with itself and all its subclasses"
  state_hierarchy: JSON!
  "Every state class with its colour"
  state_info: JSON!
}

type mapped_children_payload {
  max_end_time: DateTime
  min_start_time: DateTime
  "How many children are in which state"
  state_counts: JSON
}

type task_run_info_payload {
  id: UUID
  serialized_state: JSON
  state: String
  version: Int
}

"Whether a mutation did what it was asked for"
type success_payload {
  error: String
  success: Boolean
}
`;
