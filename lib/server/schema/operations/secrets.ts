/** What only the cloud backend keeps for flows: secrets, shared values and limits (`reference/prefect-api.md` §9.1). */
export const SECRET_OPERATIONS = /* GraphQL */ `
extend type Query {
  "The names of the secrets of the tenant in use"
  secret_names: [String!]
  "The value of a secret"
  secret_value(name: String!): JSON
}

extend type Mutation {
  "Keep a secret; one of the same name is replaced"
  set_secret(input: set_secret_input!): success_payload
  "Forget a secret"
  delete_secret(input: delete_secret_input!): success_payload
  "Keep a value under a key, at most 10 KB of JSON; what was there is replaced"
  set_key_value(input: set_key_value_input!): key_value_id_payload
  "Forget a key and its value"
  delete_key_value(input: delete_key_value_input!): success_payload
  "Limit how many task runs with a tag may run at once"
  update_task_tag_limit(input: update_task_tag_limit_input!): task_tag_limit_id_payload
  "Lift the limit of a tag"
  delete_task_tag_limit(input: delete_task_tag_limit_input!): success_payload
}

input set_secret_input {
  name: String!
  value: JSON
}

input delete_secret_input {
  name: String!
}

input set_key_value_input {
  key: String!
  value: JSON
}

type key_value_id_payload {
  id: UUID
}

input delete_key_value_input {
  key_value_id: UUID!
}

input update_task_tag_limit_input {
  limit: Int!
  tag: String!
}

type task_tag_limit_id_payload {
  id: UUID
}

input delete_task_tag_limit_input {
  limit_id: UUID!
}
`;
