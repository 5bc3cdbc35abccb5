import { listArguments } from "./table_types.ts";

function walkField(name: string, description: string): string {
  const parameters = listArguments("utility_traversal", `"where to start" args: ${name}_args!`);
  return `  "${description}" ${name}${parameters}: [utility_traversal!]!`;
}

function walkArguments(name: string): string {
  return `input ${name}_args {
  "how many edges to follow; default and most: 50" depth_limit: Int
  "the tasks to start from, such as {ID,ID}" start_task_ids: _uuid
}`;
}

/**
 * Walks along the edges of flows, which read like tables and are none, as an extension of `Query`.
 *
 * Source: `reference/prefect-api.md` §5.3, `reference/server-schema.graphql`.
 */
export const TRAVERSAL_TYPES: string = [
  '"ids as text: an array in the form of PostgreSQL, such as {ID,ID}"\nscalar _uuid',
  walkArguments("utility_downstream_tasks"),
  walkArguments("utility_upstream_tasks"),
  "extend type Query {",
  walkField(
    "utility_downstream_tasks",
    "Tasks, and all that come after them, each with its longest distance",
  ),
  walkField("utility_upstream_tasks", "Tasks, and all that come before them, each with its longest distance"),
  "}",
].join("\n");
