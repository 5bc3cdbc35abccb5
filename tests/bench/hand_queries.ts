/** The queries of the server bench, and the statements that a person would write for each. */

/** How a database is spoken to. */
export type Engine = "sqlite" | "postgres";

/** One query. */
export interface HandQuery {
  /** The root field, which the answer is put under. */
  readonly root: string;
  readonly document: string;
  /** Whether it takes an id. */
  readonly takesId: boolean;
  /** Gives one text, in the column `json`. */
  readonly sql: Readonly<Partial<Record<Engine, string>>>;
}

/** What is measured. */
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
    takesId: false,
    sql: {
      sqlite: `SELECT json_group_array(json_object('id', flow.id, 'name', flow.name, 'flow_run', (
  SELECT json_group_array(json_object('id', run.id, 'state', run.state)) FROM (
    SELECT id, state FROM flow_run WHERE flow_id = flow.id ORDER BY start_time DESC NULLS FIRST LIMIT 1
  ) AS run
))) AS json FROM flow WHERE flow.name LIKE '%train'`,
    },
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
    takesId: false,
    sql: {
      sqlite:
        `SELECT json_group_array(json_object('name', name, 'start_time', start_time, 'end_time', end_time)) AS json
FROM (
  SELECT name, start_time, end_time FROM task_run
  WHERE state = 'Failed' ORDER BY state_timestamp DESC NULLS FIRST LIMIT 5
)`,
    },
  },
  nested: {
    root: "flow",
    document: `query {
  flow(order_by: { name: asc }, limit: 100) {
    id
    name
    flow_runs(order_by: { start_time: desc }, limit: 1) { id state }
  }
}`,
    takesId: false,
    sql: {
      sqlite: `SELECT json_group_array(json_object('id', flow.id, 'name', flow.name, 'flow_runs', (
  SELECT json_group_array(json_object('id', run.id, 'state', run.state)) FROM (
    SELECT id, state FROM flow_run WHERE flow_id = flow.id ORDER BY start_time DESC NULLS FIRST LIMIT 1
  ) AS run
))) AS json FROM (SELECT id, name FROM flow ORDER BY name LIMIT 100) AS flow`,
      postgres: `SELECT coalesce(json_agg(json_build_object('id', flow.id, 'name', flow.name, 'flow_runs', (
  SELECT coalesce(json_agg(json_build_object('id', run.id, 'state', run.state)), '[]') FROM (
    SELECT id, state FROM flow_run WHERE flow_id = flow.id ORDER BY start_time DESC LIMIT 1
  ) AS run
))), '[]')::text AS json FROM (SELECT id, name FROM flow ORDER BY name LIMIT 100) AS flow`,
    },
  },
  tiny: {
    root: "flow_by_pk",
    document: "query($id: uuid!) { flow_by_pk(id: $id) { id name version } }",
    takesId: true,
    sql: {
      sqlite: "SELECT json_object('id', id, 'name', name, 'version', version) AS json FROM flow WHERE id = ?",
      postgres:
        "SELECT json_build_object('id', id, 'name', name, 'version', version)::text AS json FROM flow WHERE id = $1",
    },
  },
} as const satisfies Readonly<Record<string, HandQuery>>;

/** Which of the {@linkcode QUERIES}. */
export type QueryName = keyof typeof QUERIES;
