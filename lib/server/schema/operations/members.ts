/** What only the cloud backend has: invitations, memberships, custom roles, one's own details (`reference/prefect-api.md` §9.1, §9.2). */
export const MEMBER_OPERATIONS = /* GraphQL */ `
extend type Query {
  "Which permissions there are, and which of them the principal has"
  permissions_info: permissions_info
}

extend type Mutation {
  "Ask somebody to join a tenant; whoever logs in with the address can accept"
  create_membership_invitation(input: create_membership_invitation_input!): membership_invitation_id_payload
  "Join the tenant of an invitation to one's own address"
  accept_membership_invitation(input: accept_membership_invitation_input!): membership_id_payload
  "Withdraw an invitation, or decline it"
  delete_membership_invitation(input: delete_membership_invitation_input!): success_payload
  "Take somebody out of the tenant in use"
  delete_membership(input: delete_membership_input!): success_payload
  "Give a member another role"
  set_membership_role(input: set_membership_role_input!): membership_id_payload
  "Make a role of the tenant in use"
  create_custom_role(input: create_custom_role_input!): role_id_payload
  "Give a custom role other permissions"
  update_custom_role_permissions(input: update_custom_role_permissions_input!): success_payload
  "Remove a custom role that nobody has"
  delete_custom_role(input: delete_custom_role_input!): success_payload
  "Change one's own name"
  update_user_details(input: update_user_details_input!): user_id_payload
  "Merge settings into one's own"
  update_user_settings(input: update_user_settings_input!): user_id_payload
}

type permissions_info {
  "Every permission a role can have"
  all_permissions_filtered_by_license_features: [String!]
  "The principal's in the tenant in use"
  user_permissions_filtered_by_license_features: [String!]
}

input create_membership_invitation_input {
  email: String!
  role_id: UUID!
  "Default: the tenant in use, which is the only one there can be"
  tenant_id: UUID
}

type membership_invitation_id_payload {
  id: UUID
}

input accept_membership_invitation_input {
  invitation_id: UUID!
}

input delete_membership_invitation_input {
  invitation_id: UUID!
}

input delete_membership_input {
  membership_id: UUID!
}

input set_membership_role_input {
  membership_id: UUID!
  role_id: UUID!
}

type membership_id_payload {
  id: UUID
}

input create_custom_role_input {
  name: String!
  "Such as read:flow"
  permissions: [String!]!
}

type role_id_payload {
  id: UUID
}

input update_custom_role_permissions_input {
  permissions: [String!]!
  role_id: UUID!
}

input delete_custom_role_input {
  role_id: UUID!
}

input update_user_details_input {
  first_name: String
  last_name: String
}

input update_user_settings_input {
  settings: JSON!
}
`;
