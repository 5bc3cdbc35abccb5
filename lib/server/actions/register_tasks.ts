import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import type { Row } from "../model/row.ts";
import type { ActionContext } from "./action.ts";

/** The flow that tasks or edges are added to. */
export type FlowOfTasks = Record<"id" | "tenant_id" | "serialized_flow", JsonValue>;

/** A serialized task as a row. The trigger is an object of which only the function's name is kept. */
function taskRow(flow: FlowOfTasks, task: JsonObject): Row {
  const trigger = isJsonObject(task.trigger) ? task.trigger.fn : task.trigger;
  const delay = task.retry_delay ?? null;
  return {
    tenant_id: flow.tenant_id,
    flow_id: flow.id,
    name: task.name ?? null,
    slug: task.slug ?? null,
    description: task.description ?? null,
    type: task.type ?? null,
    max_retries: task.max_retries ?? null,
    retry_delay: delay === null ? null : String(delay),
    trigger: trigger ?? null,
    auto_generated: task.auto_generated ?? false,
    cache_key: task.cache_key ?? null,
    tags: task.tags ?? [],
  };
}

/**
 * Adds tasks to a flow; a task whose slug the flow has is left as it is.
 *
 * Source: `reference/prefect-api.md` §6.3.
 *
 * @param context Who asks.
 * @param flow The flow; its `serialized_flow` gets the tasks that it lacks.
 * @param serialized The list of serialized tasks; what is no object is passed over.
 */
export async function registerTasks(
  context: ActionContext,
  flow: FlowOfTasks,
  { serialized }: { readonly serialized: JsonValue },
): Promise<void> {
  const tasks = Array.isArray(serialized) ? serialized.filter(isJsonObject) : [];
  await context.transaction.insert("task", tasks.map((task) => taskRow(flow, task)), {
    onConflict: "ignore",
  });
  const whole = isJsonObject(flow.serialized_flow) ? flow.serialized_flow : {};
  const known = Array.isArray(whole.tasks) ? whole.tasks.filter(isJsonObject) : [];
  const slugs = new Set(known.map(({ slug }) => slug));
  const missing = tasks.filter(({ slug }) => !slugs.has(slug));
  if (missing.length === 0) return;
  const set = { serialized_flow: { ...whole, tasks: [...known, ...missing] } };
  await context.transaction.update("flow", set, { id: flow.id as string });
}
