/** The peer of the bench: the same answers by SQL written by hand, behind the same `Deno.serve`. */
import { DatabaseSync } from "node:sqlite";

/** The documented queries that are measured, and the statement that a person would write for each. */
export const QUERIES = {
  S43: {
    root: "flow",
    document: `query {
  flow(where: { name: { _ilike: "%train" } }) {
    id
    name
    flow_run(order_by: { start_time: desc }, limit: 1) { id state }
  }
}`,
    sql: `SELECT json_group_array(json_object('id', flow.id, 'name', flow.name, 'flow_run', (
  SELECT json_group_array(json_object('id', run.id, 'state', run.state)) FROM (
    SELECT id, state FROM flow_run WHERE flow_id = flow.id ORDER BY start_time DESC NULLS FIRST LIMIT 1
  ) AS run
))) AS json FROM flow WHERE flow.name LIKE '%train'`,
  },
  S44: {
    root: "task_run",
    document: `query {
  task_run(where: { state: { _eq: "Failed" } }, order_by: { state_timestamp: desc }, limit: 5) {
    name
    start_time
    end_time
  }
}`,
    sql:
      `SELECT json_group_array(json_object('name', name, 'start_time', start_time, 'end_time', end_time)) AS json
FROM (
  SELECT name, start_time, end_time FROM task_run
  WHERE state = 'Failed' ORDER BY state_timestamp DESC NULLS FIRST LIMIT 5
)`,
  },
} as const;

/** Which of the {@linkcode QUERIES}. */
export type QueryName = keyof typeof QUERIES;

/**
 * Starts the peer: the path says which query.
 *
 * @param path The database.
 * @returns The server.
 */
export function serveByHand(path: string): Deno.HttpServer<Deno.NetAddr> {
  const database = new DatabaseSync(path, { readOnly: true });
  const statements = new Map(
    Object.entries(QUERIES).map((
      [name, { sql, root }],
    ) => [name, { root, statement: database.prepare(sql) }]),
  );
  const headers = { "content-type": "application/json; charset=utf-8" };
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    await request.json();
    const { root, statement } = statements.get(new URL(request.url).pathname.slice(1))!;
    return new Response(`{"data":{"${root}":${statement.get()!.json}}}`, { headers });
  });
}
