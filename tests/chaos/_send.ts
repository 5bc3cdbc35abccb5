import type { JsonObject, JsonValue } from "../../lib/core/json.ts";
import { serializedFlow } from "../server/actions/_test_server.ts";

/** A request that was answered with an error: nothing of it may have happened. */
export class Refusal extends Error {}

/**
 * Sends one operation.
 *
 * @param url The server.
 * @param query The document.
 * @param options `variables` are their values.
 * @returns `data`.
 * @throws {Refusal} When the answer has errors.
 * @throws {TypeError} When there is no whole answer: what was asked may have happened or not.
 */
export async function send(
  url: string,
  query: string,
  { variables = {} }: { readonly variables?: JsonObject } = {},
): Promise<JsonObject> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const text = await response.text();
  if (!response.headers.get("content-type")?.startsWith("application/json")) throw new Refusal(text);
  const { data, errors } = JSON.parse(text) as { data?: JsonObject; errors?: { message: string }[] };
  if (errors) throw new Refusal(errors.map(({ message }) => message).join("; "));
  return data!;
}

/**
 * Calls a mutation that takes `input`.
 *
 * @param url The server.
 * @param name Of the mutation.
 * @param call Its input, and the selection on its payload.
 * @returns The payload.
 */
export async function mutate(
  url: string,
  name: string,
  { input, selection }: { readonly input: JsonObject; readonly selection: string },
): Promise<JsonObject> {
  const query = `mutation ($input: ${name}_input!) { done: ${name}(input: $input) { ${selection} } }`;
  return (await send(url, query, { variables: { input } })).done as JsonObject;
}

/**
 * Reads a table page by page, in the order of its ids.
 *
 * @param url The server.
 * @param table A table with `id`.
 * @param read What must hold of the rows, and the selection on each, which has `id`.
 * @returns All rows.
 */
export async function readAll(
  url: string,
  table: string,
  { where, selection }: { readonly where: JsonObject; readonly selection: string },
): Promise<JsonObject[]> {
  const query =
    `query ($where: ${table}_bool_exp!) { rows: ${table}(where: $where, order_by: { id: asc }, limit: 100) { ${selection} } }`;
  const rows: JsonObject[] = [];
  for (let last: JsonValue = null;;) {
    const beyond: JsonObject = last === null ? {} : { id: { _gt: last } };
    const page = (await send(url, query, { variables: { where: { _and: [where, beyond] } } }))
      .rows as JsonObject[];
    rows.push(...page);
    if (page.length < 100) return rows;
    last = page.at(-1)!.id!;
  }
}

/**
 * Registers a flow with two tasks and an edge.
 *
 * @param url The server.
 * @returns Its id, and the tenant's.
 */
export async function registerFlow(url: string): Promise<{ flowId: string; tenantId: string }> {
  const { tenant } = await send(url, "{ tenant(limit: 1) { id } }");
  const tenantId = (tenant as JsonObject[])[0]!.id as string;
  const project = { input: { tenant_id: tenantId, name: crypto.randomUUID() }, selection: "id" };
  const { id: project_id } = await mutate(url, "create_project", project);
  const input = { project_id: project_id!, serialized_flow: serializedFlow(), set_schedule_active: false };
  const { id } = await mutate(url, "create_flow", { input, selection: "id" });
  return { flowId: id as string, tenantId };
}
