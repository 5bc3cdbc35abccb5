import config from "../../../deno.json" with { type: "json" };
import type { JsonObject, JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { QueryContext, ServiceQueries } from "./action.ts";
import { findRow, findRows } from "./own_rows.ts";
import { stateReference } from "./state_types.ts";

/** The last release of Prefect that this API is the API of; clients show it. */
const CORE_VERSION = "1.4.1";

const NO_CHILDREN = { min_start_time: null, max_end_time: null, state_counts: {} };

async function mappedChildren(context: QueryContext, args: JsonObject): Promise<JsonValue> {
  const parent = await findRow(context, "task_run", {
    columns: ["flow_run_id", "task_id"],
    where: { id: args.task_run_id as string, map_index: { lt: 0 } },
  });
  if (!parent) return NO_CHILDREN;
  const children = await findRows(context, "task_run", {
    columns: ["state", "start_time", "end_time"],
    where: {
      flow_run_id: parent.flow_run_id as string,
      task_id: parent.task_id as string,
      map_index: { gte: 0 },
    },
  });
  const counts: Record<string, number> = {};
  for (const { state } of children) counts[String(state)] = (counts[String(state)] ?? 0) + 1;
  // Moments in the API's form sort as texts.
  const starts = children.map(({ start_time }) => start_time).filter((moment) => moment !== null).sort();
  const ends = children.map(({ end_time }) => end_time).filter((moment) => moment !== null).sort();
  return { min_start_time: starts[0] ?? null, max_end_time: ends.at(-1) ?? null, state_counts: counts };
}

async function getTaskRunInfo(context: QueryContext, args: JsonObject): Promise<JsonValue> {
  const columns = ["id", "version", "serialized_state", "state"] as const;
  const run = await findRow(context, "task_run", { columns, where: { id: args.task_run_id as string } });
  if (!run) throw new ApiError("Invalid task run ID");
  return { ...run };
}

/** Queries that are no table. Source: `reference/prefect-api.md` §1.4 and §6.1. */
export const serviceQueries: ServiceQueries = {
  hello: () => Promise.resolve("👋"),
  api: ({ principal }) =>
    Promise.resolve({
      backend: principal.kind === "open" ? "SERVER" : "CLOUD",
      mode: "normal",
      version: config.version,
      core_version: CORE_VERSION,
      release_timestamp: null,
    }),
  reference_data: () => Promise.resolve(stateReference()),
  mapped_children: mappedChildren,
  get_task_run_info: getTaskRunInfo,
};
