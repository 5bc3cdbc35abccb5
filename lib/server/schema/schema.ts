import { TABLES } from "../model/tables.ts";
import { type Definition, splitDefinitions } from "./definition.ts";
import { LazySchema } from "./lazy_schema.ts";
import { CLOUD_OPERATIONS, SERVER_OPERATIONS } from "./operations.ts";
import { TENANT_INPUTS } from "./operations/tenants.ts";
import { tableTypes } from "./table_types.ts";
import { TRAVERSAL_TYPES } from "./traversal_types.ts";

/** The two faces of the server: `server` is open, `cloud` asks for a key and knows users. */
export type Backend = "server" | "cloud";

const SERVICE_SCALARS = `
"""any JSON value: give it as a variable, or as text that holds JSON"""
scalar JSON
"""an id; given back in lower case with hyphens"""
scalar UUID
"""an ISO 8601 moment; without a zone it is UTC"""
scalar DateTime
type Mutation
`;

/**
 * What {@linkcode makeSchema} is made of.
 *
 * @param backend Which face.
 * @returns The types; of several definitions of one type, the second and later are its extensions.
 */
export function schemaDefinitions(backend: Backend): Definition[] {
  const served = backend === "cloud" ? ["both", "cloud"] : ["both"];
  const tables = [...TABLES.values()].filter((table) => served.includes(table.backend));
  const operations = backend === "cloud" ? [SERVER_OPERATIONS, CLOUD_OPERATIONS] : [SERVER_OPERATIONS];
  const texts = [TRAVERSAL_TYPES, SERVICE_SCALARS, ...operations, TENANT_INPUTS[backend]];
  return [...tableTypes(tables), ...texts.flatMap(splitDefinitions)];
}

/**
 * The GraphQL schema of a backend: what the model gives, and the service's own queries and mutations.
 *
 * @param backend Which face.
 * @returns The schema; made anew at each call.
 *
 * @example Documented spellings stand beside the shipped ones
 * ```ts
 * import { makeSchema } from "./schema.ts";
 * import { assertEquals } from "@std/assert";
 * import { isObjectType } from "graphql";
 *
 * const flow = makeSchema("server").getType("flow");
 * assertEquals(isObjectType(flow) && "flow_run" in flow.getFields() && "flow_runs" in flow.getFields(), true);
 * ```
 */
export function makeSchema(backend: Backend): LazySchema {
  return new LazySchema(schemaDefinitions(backend));
}
