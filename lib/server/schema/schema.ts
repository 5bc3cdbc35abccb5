import { TABLES } from "../model/tables.ts";
import { type Definition, splitDefinitions } from "./definition.ts";
import { LazySchema } from "./lazy_schema.ts";
import { tableTypes } from "./table_types.ts";
import { TRAVERSAL_TYPES } from "./traversal_types.ts";

/** The two faces of the server: `server` is open, `cloud` asks for a key and knows users. */
export type Backend = "server" | "cloud";

function tableDefinitions(backend: Backend): Definition[] {
  const served = backend === "cloud" ? ["both", "cloud"] : ["both"];
  const tables = [...TABLES.values()].filter((table) => served.includes(table.backend));
  return [...tableTypes(tables), ...splitDefinitions(TRAVERSAL_TYPES)];
}

async function operationDefinitions(backend: Backend): Promise<Definition[]> {
  const { operationTypes } = await import("./operations.ts");
  return operationTypes(backend);
}

/**
 * What {@linkcode makeSchema} is made of.
 *
 * @param backend Which face.
 * @returns The types; of several definitions of one type, the second and later are its extensions.
 */
export async function schemaDefinitions(backend: Backend): Promise<Definition[]> {
  return [...tableDefinitions(backend), ...await operationDefinitions(backend)];
}

/**
 * The GraphQL schema of a backend: what the model gives, and the service's own queries and mutations.
 *
 * @param backend Which face.
 * @returns The schema; made anew at each call. The operations are loaded when it is completed.
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
  return new LazySchema(tableDefinitions(backend), () => operationDefinitions(backend));
}
