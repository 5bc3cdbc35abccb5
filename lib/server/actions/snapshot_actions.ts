/**
 * Mutations that agents and flows send all the time, and that are right on a snapshot of the database: what they decide by is in
 * a row that they change, so that two of them which must not both happen change the same row, or add rows of the same
 * unique key. Serializable transactions would also watch the rows around those they read, and in small tables
 * that is all rows: of 24 clients of PostgreSQL most then began anew again and again.
 *
 * Every other mutation is serializable.
 *
 * Source: PostgreSQL, Transaction Isolation, §13.2.2.
 */
export const SNAPSHOT_ACTIONS: ReadonlySet<string> = new Set([
  "cancel_flow_run",
  "create_flow_run",
  "get_or_create_task_run",
  "get_or_create_task_run_info",
  "get_runs_in_queue",
  "set_flow_run_state",
  "set_flow_run_states",
  "set_task_run_states",
  "update_flow_run_heartbeat",
  "update_task_run_heartbeat",
  "write_run_logs",
]);
