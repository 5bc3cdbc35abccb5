import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext } from "./action.ts";
import { findRows } from "./own_rows.ts";
import type { FlowOfTasks } from "./register_tasks.ts";

/** An edge names its tasks by slug, or by an object that has one. */
function slugOf(task: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(task) ? task.slug : task;
}

/**
 * Adds edges between the tasks of a flow; an edge that the flow has is left as it is.
 *
 * Source: `reference/prefect-api.md` §6.3.
 *
 * @param context Who asks.
 * @param flow The flow.
 * @param options `serialized` is the list of serialized edges; what is no object is passed over.
 * @throws {ApiError} When an edge names a task that the flow does not have.
 */
export async function registerEdges(
  context: ActionContext,
  flow: FlowOfTasks,
  { serialized }: { readonly serialized: JsonValue },
): Promise<void> {
  const edges = Array.isArray(serialized) ? serialized.filter(isJsonObject) : [];
  if (edges.length === 0) return;
  const tasks = await findRows(context, "task", {
    columns: ["id", "slug"],
    where: { flow_id: flow.id as string },
  });
  const ids = new Map(tasks.map(({ id, slug }) => [slug, id]));
  const taskId = (task: JsonObject[string] | undefined) => {
    const id = ids.get(slugOf(task) ?? null);
    if (id !== undefined) return id;
    throw new ApiError(
      "Edges could not be registered - some edges reference tasks that do not exist within this flow.",
    );
  };
  await context.transaction.insert(
    "edge",
    edges.map((edge) => ({
      tenant_id: flow.tenant_id,
      flow_id: flow.id,
      upstream_task_id: taskId(edge.upstream_task),
      downstream_task_id: taskId(edge.downstream_task),
      key: edge.key ?? null,
      mapped: edge.mapped ?? false,
    })),
    { onConflict: "ignore" },
  );
}
