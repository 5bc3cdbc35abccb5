import { tableNamed } from "../model/tables.ts";
import type { Walk } from "../plan/plan.ts";
import type { Dialect } from "./dialect.ts";
import type { StatementScope } from "./predicate.ts";

/**
 * The rows of a walk along edges, to stand behind FROM. Of a task and a length there is one row on the way, so that a
 * flow of many ways costs no more than its tasks times the depth, and a circle ends.
 *
 * Source: `reference/prefect-api.md` §5.3.
 *
 * @param walk From where, in which direction, how far.
 * @param options The dialect, and what the statement has bound.
 * @returns A statement in parentheses with the columns of `utility_traversal`.
 */
export function walkSql(
  walk: Walk,
  { dialect, scope }: { readonly dialect: Dialect; readonly scope: StatementScope },
): string {
  const [from, to] = walk.direction === "downstream"
    ? ["upstream", "downstream"]
    : ["downstream", "upstream"];
  const starts = dialect.isAmong(tableNamed("task").columns.get("id")!, {
    name: "task.id",
    list: scope.placeholder(walk.start),
  });
  const conditions = scope.conditions("edge", [`walk.depth < ${scope.placeholder(walk.depth)}`]);
  return `(WITH RECURSIVE walk(task_id, depth) AS (
SELECT task.id, 0 FROM task WHERE ${starts}
UNION SELECT edge.${to}_task_id, walk.depth + 1
FROM walk JOIN edge ON edge.${from}_task_id = walk.task_id WHERE ${conditions}
) SELECT task.tenant_id, walk.task_id, max(walk.depth) AS depth
FROM walk JOIN task ON task.id = walk.task_id GROUP BY task.tenant_id, walk.task_id)`;
}
