/** The state of a flow run set by hand: what `set_flow_run_states` writes, in the fewest statements. */
import type { DatabaseSync } from "node:sqlite";
import type postgres from "postgres";

/** The mutation that is measured. */
export const SET_STATE =
  "mutation($input: set_flow_run_states_input!) { set_flow_run_states(input: $input) { states { id status } } }";

/** The variables of {@linkcode SET_STATE}. */
export interface StateVariables {
  readonly input: { readonly states: readonly [{ readonly flow_run_id: string; readonly state: State }] };
}

interface State {
  readonly type: string;
  readonly message: string;
}

/** Sets a state; gives the answer's text. */
export type SetState = (variables: StateVariables) => string | Promise<string>;

const SELECT = "SELECT tenant_id, version, start_time FROM flow_run WHERE id = ?";
const INSERT = `INSERT INTO flow_run_state
  (id, created, updated, tenant_id, flow_run_id, timestamp, state, message, serialized_state, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const UPDATE = `UPDATE flow_run SET version = ?, state = ?, state_timestamp = ?, state_message = ?,
  state_start_time = NULL, serialized_state = ?, start_time = ?, heartbeat = ?, updated = ? WHERE id = ?`;

interface RunRow {
  readonly tenant_id: string;
  readonly version: number;
  readonly start_time: string | null;
}

/** The values of the two writes. */
function writesOf(run: RunRow, { input: { states: [{ flow_run_id: id, state }] } }: StateVariables) {
  const now = new Date().toISOString().replace("Z", "000+00:00");
  const serialized = JSON.stringify(state);
  const { type, message } = state;
  const version = run.version + 1;
  const start = run.start_time !== null && run.start_time < now ? run.start_time : now;
  return {
    insert: [crypto.randomUUID(), now, now, run.tenant_id, id, now, type, message, serialized, version],
    update: [version, type, now, message, serialized, start, now, now, id],
  };
}

function answerOf({ input: { states: [{ flow_run_id: id }] } }: StateVariables): string {
  return `{"data":{"set_flow_run_states":{"states":[{"id":"${id}","status":"SUCCESS"}]}}}`;
}

/**
 * Sets states on SQLite.
 *
 * @param database Open for writing.
 * @returns What sets one.
 */
export function stateSetterOnSqlite(database: DatabaseSync): SetState {
  const [select, insert, update] = [SELECT, INSERT, UPDATE].map((sql) => database.prepare(sql)) as [
    ReturnType<DatabaseSync["prepare"]>,
    ReturnType<DatabaseSync["prepare"]>,
    ReturnType<DatabaseSync["prepare"]>,
  ];
  return (variables) => {
    database.exec("BEGIN IMMEDIATE");
    const run = select.get(variables.input.states[0].flow_run_id) as unknown as RunRow;
    const writes = writesOf(run, variables);
    insert.run(...writes.insert);
    update.run(...writes.update);
    database.exec("COMMIT");
    return answerOf(variables);
  };
}

/** With the placeholders of PostgreSQL. */
function numbered(sql: string): string {
  let position = 0;
  return sql.replaceAll("?", () => `$${++position}`);
}

/**
 * Sets states on PostgreSQL.
 *
 * @param sql The connections.
 * @returns What sets one.
 */
export function stateSetterOnPostgres(sql: postgres.Sql): SetState {
  const [select, insert, update] = [`${SELECT} FOR UPDATE`, INSERT, UPDATE].map(numbered) as [
    string,
    string,
    string,
  ];
  const options = { prepare: true };
  return async (variables) => {
    await sql.begin(async (transaction) => {
      const [run] = await transaction.unsafe<RunRow[]>(
        select,
        [variables.input.states[0].flow_run_id],
        options,
      );
      const writes = writesOf(run!, variables);
      await transaction.unsafe(insert, writes.insert, options);
      await transaction.unsafe(update, writes.update, options);
    });
    return answerOf(variables);
  };
}
