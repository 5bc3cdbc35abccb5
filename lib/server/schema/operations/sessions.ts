/** What only the cloud backend has: sessions, in both generations of spelling (`reference/prefect-api.md` §2.1, §9.2). */
export const SESSION_OPERATIONS = /* GraphQL */ `
extend type Mutation {
  "Open a session with an id token of the issuer that the server trusts"
  log_in(input: log_in_input!): session_payload
  "End the session of the access token or refresh token that is sent as Bearer"
  log_out(input: log_out_input!): success_payload
  "Get an access token for a tenant of one's own"
  switch_tenant(input: switch_tenant_input!): session_payload
  "Get an access token for a tenant of one's own: the spelling before switch_tenant"
  switchTenant(input: switchTenantInput!): sessionPayload
  "Get a new access token for a refresh token that is sent as Bearer; it can be used once"
  refresh_token(input: refresh_token_input!): session_payload
  "Get a new access token for a refresh token: the spelling before refresh_token"
  refreshToken(input: refreshTokenInput!): sessionPayload
}

type session_payload {
  "A JSON Web Token: send it as Bearer"
  access_token: String
  "When the access token expires"
  expires_at: DateTime
  "Opens nothing but refresh_token and log_out"
  refresh_token: String
}

type sessionPayload {
  accessToken: String
  expiresAt: DateTime
  refreshToken: String
}

input log_in_input {
  id_token: String!
}

input log_out_input {
  access_token: String!
}

input switch_tenant_input {
  tenant_id: UUID!
}

input switchTenantInput {
  tenantId: UUID!
}

input refresh_token_input {
  "One of the session, which may have expired"
  access_token: String!
}

input refreshTokenInput {
  accessToken: String!
}
`;
