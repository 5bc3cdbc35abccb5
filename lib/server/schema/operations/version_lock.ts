/** What only the cloud backend has: version locking of flow runs (`reference/prefect-api.md` §9.2). */
export const VERSION_LOCK_OPERATIONS = /* GraphQL */ `
extend type Mutation {
  "Refuse states for runs of a flow whose version has changed since it was read"
  enable_flow_version_lock(input: enable_flow_version_lock_input!): success_payload
  "Take states for runs of a flow whatever version they are for"
  disable_flow_version_lock(input: disable_flow_version_lock_input!): success_payload
}

input enable_flow_version_lock_input {
  flow_id: UUID!
}

input disable_flow_version_lock_input {
  flow_id: UUID!
}
`;
