/** What only the cloud backend has: keys, tokens and service accounts (`reference/prefect-api.md` §2.1, §9). */
export const ACCOUNT_OPERATIONS = /* GraphQL */ `
extend type Query {
  "Who asks, in which tenant and with which rights"
  auth_info: auth_info
  "The scope of a token: the spelling before auth_info"
  authInfo: authInfo
}

extend type Mutation {
  "Make an API key; its value is shown this once"
  create_api_key(input: create_api_key_input!): create_api_key_payload
  "Revoke an API key"
  delete_api_key(input: delete_api_key_input!): success_payload
  "Make a token of the older generation; its value is shown this once"
  create_api_token(input: create_api_token_input!): create_api_token_payload
  "Make a token of the older generation: the spelling before create_api_token"
  createAPIToken(input: create_api_token_input!): create_api_token_payload
  "Revoke a token"
  delete_api_token(input: delete_api_token_input!): success_payload
  "Revoke a token: the spelling before delete_api_token"
  deleteAPIToken(input: deleteAPITokenInput!): success_payload
  "Make an account for agents and other programs"
  create_service_account(input: create_service_account_input!): user_id_payload
  "Remove a service account and its keys"
  delete_service_account(input: delete_service_account_input!): success_payload
}

type auth_info {
  "The scope of a token; null for an API key"
  api_token_scope: String
  license: JSON
  "What may be done in the tenant in use"
  permissions: JSON
  "The name of the role in the tenant in use"
  role: String
  role_id: UUID
  "The tenant in use"
  tenant_id: UUID
  user_id: UUID
}

type authInfo {
  apiTokenScope: String
}

input create_api_key_input {
  "The tenant in use when a request does not say"
  default_tenant_id: UUID
  "Default: never"
  expires_at: DateTime
  name: String!
  "Oneself or a service account of the tenant in use"
  user_id: UUID!
}

type create_api_key_payload {
  id: UUID
  "The key's value"
  key: String
  "The key's value, under the name that the page about API keys prints"
  token: String
}

input delete_api_key_input {
  key_id: UUID!
}

enum api_token_scope {
  "Allows to authenticate and to see one's tenants"
  USER
  "One's own rights in one tenant"
  TENANT
  "What an agent needs in one tenant"
  RUNNER
}

input create_api_token_input {
  "Default: never"
  expires_at: DateTime
  name: String!
  "The older name of scope"
  role: api_token_scope
  scope: api_token_scope
}

type create_api_token_payload {
  id: UUID
  "The token's value"
  token: String
}

input delete_api_token_input {
  token_id: UUID!
}

input deleteAPITokenInput {
  tokenId: UUID!
}

input create_service_account_input {
  name: String!
  role_id: UUID!
  tenant_id: UUID!
}

type user_id_payload {
  id: UUID
}

input delete_service_account_input {
  user_id: UUID!
}
`;
