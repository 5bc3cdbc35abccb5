import type { JsonObject, JsonValue } from "../../core/json.ts";
import { currentTimestamp } from "../../core/timestamp.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { findRows } from "./own_rows.ts";

interface LogInput {
  readonly flow_run_id: string;
  readonly task_run_id?: string | null;
  readonly timestamp?: string | null;
  readonly message?: string | null;
  readonly name?: string | null;
  readonly level?: string | null;
  readonly info?: JsonValue;
}

/** The tenants of runs by their ids. @throws {ApiError} When a run is unknown. */
async function tenantsOf(
  context: ActionContext,
  table: "flow_run" | "task_run",
  ids: ReadonlySet<string>,
): Promise<Map<JsonValue, JsonValue>> {
  if (ids.size === 0) return new Map();
  const rows = await findRows(context, table, { columns: ["id", "tenant_id"], where: { id: [...ids] } });
  if (rows.length < ids.size) throw new ApiError("Foreign key violation.");
  return new Map(rows.map(({ id, tenant_id }) => [id, tenant_id]));
}

async function writeRunLogs(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { logs } = inputOf<{ logs: LogInput[] }>(args);
  const [tenants] = await Promise.all([
    tenantsOf(context, "flow_run", new Set(logs.map(({ flow_run_id }) => flow_run_id))),
    tenantsOf(context, "task_run", new Set(logs.flatMap(({ task_run_id }) => task_run_id ?? []))),
  ]);
  await context.transaction.insert(
    "log",
    logs.map((log) => ({
      tenant_id: tenants.get(log.flow_run_id) ?? null,
      flow_run_id: log.flow_run_id,
      task_run_id: log.task_run_id ?? null,
      timestamp: log.timestamp ?? currentTimestamp(),
      name: log.name ?? null,
      level: log.level ?? "INFO",
      message: log.message ?? null,
      info: log.info ?? null,
    })),
  );
  return { success: true };
}

/** Mutations of logs; a batch with an unknown run is refused whole. Source: `reference/prefect-api.md` §6.6. */
export const logActions: Actions = { write_run_logs: writeRunLogs };
