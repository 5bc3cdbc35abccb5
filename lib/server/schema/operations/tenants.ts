/** Mutations of tenants and projects (`reference/prefect-api.md` §6.2). */
export const TENANT_OPERATIONS = /* GraphQL */ `
extend type Mutation {
  "Make a tenant"
  create_tenant(input: create_tenant_input!): tenant_id_payload
  "Remove a tenant and everything in it"
  delete_tenant(input: delete_tenant_input!): success_payload
  "Give a tenant another name"
  update_tenant_name(input: update_tenant_name_input!): tenant_id_payload
  "Give a tenant another slug"
  update_tenant_slug(input: update_tenant_slug_input!): tenant_id_payload
  "Merge settings into those of a tenant"
  update_tenant_settings(input: update_tenant_settings_input!): tenant_id_payload
  "Make a project"
  create_project(input: create_project_input!): project_id_payload
  "Remove a project with its flows and their runs"
  delete_project(input: delete_project_input!): success_payload
  "Give a project another name"
  set_project_name(input: set_project_name_input!): project_id_payload
  "Give a project another description"
  set_project_description(input: set_project_description_input!): project_id_payload
}

input create_tenant_input {
  name: String!
  "Lower case letters, digits and single hyphens"
  slug: String!
}

input delete_tenant_input {
  "Must be true"
  confirm: Boolean!
  tenant_id: UUID!
}

type tenant_id_payload {
  id: UUID
}

input create_project_input {
  description: String
  name: String!
  tenant_id: UUID!
}

input delete_project_input {
  project_id: UUID!
}

input set_project_name_input {
  name: String!
  project_id: UUID!
}

input set_project_description_input {
  description: String
  project_id: UUID!
}

type project_id_payload {
  id: UUID
}
`;

/** The inputs that name a tenant: `tenantId` is their type. */
function tenantInputs(tenantId: string): string {
  return /* GraphQL */ `
input update_tenant_name_input {
  name: String!
  tenant_id: ${tenantId}
}

input update_tenant_slug_input {
  slug: String!
  tenant_id: ${tenantId}
}

input update_tenant_settings_input {
  settings: JSON
  tenant_id: ${tenantId}
}
`;
}

/**
 * The inputs of each backend that name the tenant to change: Cloud takes the tenant in use where a request does not say
 * (`reference/prefect-api.md` §9.2, §11.7).
 */
export const TENANT_INPUTS: Readonly<Record<"server" | "cloud", string>> = {
  server: tenantInputs("UUID!"),
  cloud: tenantInputs("UUID"),
};
