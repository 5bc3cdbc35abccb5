import type { Input } from "./input.ts";
import type { Bind, Order, Rows, Walk } from "./plan.ts";

const DIRECTIONS: ReadonlyMap<string, Walk["direction"]> = new Map([
  ["utility_downstream_tasks", "downstream"],
  ["utility_upstream_tasks", "upstream"],
]);

/**
 * Where a root field walks along the edges of flows.
 *
 * @param name The root field.
 * @returns The direction; `undefined` for a field that does not.
 *
 * @example What comes before a task
 * ```ts
 * import { walkDirection } from "./walk.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(walkDirection("utility_upstream_tasks"), "upstream");
 * assertEquals(walkDirection("task"), undefined);
 * ```
 */
export function walkDirection(name: string): Walk["direction"] | undefined {
  return DIRECTIONS.get(name);
}

function bindOf(args: Input | undefined, name: string, at: Pick<Bind, "form" | "path">): Bind {
  const input = args?.kind === "object" ? args.entries.get(name) : undefined;
  const read = input === undefined || input.kind === "null" ? () => null : input.read;
  return { ...at, read, path: `${at.path}.args.${name}` };
}

/** The order of the walk itself. */
function ownOrder({ table }: Rows): Order[] {
  return ["depth", "task_id", "tenant_id"].map((name) => ({
    steps: [],
    target: { kind: "column", column: table.columns.get(name)! },
    descending: false,
    nullsFirst: false,
  }));
}

/**
 * Makes rows come from a walk. Each task is one row, with the length of the longest way to it; in the order of these
 * lengths, unless another is asked for.
 *
 * Source: `reference/prefect-api.md` §5.3 (functions).
 *
 * @param name The root field.
 * @param rows The rows as the other arguments ask for them.
 * @param options The arguments by name, and where they stand.
 * @returns The rows of the walk.
 */
export function compileWalk(
  name: string,
  rows: Rows,
  { inputs, path }: { readonly inputs: ReadonlyMap<string, Input>; readonly path: string },
): Rows {
  const args = inputs.get("args");
  const at = `${path}.args`;
  return {
    ...rows,
    orderBy: rows.orderBy.length === 0 && rows.distinctOn.length === 0 ? ownOrder(rows) : rows.orderBy,
    walk: {
      direction: walkDirection(name)!,
      start: bindOf(args, "start_task_ids", { form: { as: "id array" }, path: at }),
      depth: bindOf(args, "depth_limit", { form: { as: "depth" }, path: at }),
    },
  };
}
