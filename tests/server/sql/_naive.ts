/**
 * What a query means, evaluated row by row in the plainest way: the oracle that compiled statements are held
 * against. Written from `reference/hasura.md` §4 and §5 alone; it shares no code with the planner.
 *
 * @module
 */

/** A row; relations are looked up through {@linkcode Data}. */
export type NaiveRow = Readonly<Record<string, string | number | boolean | null>>;

/** Two tables that know each other, as flows and flow runs do. */
export interface Data {
  readonly flow: readonly NaiveRow[];
  readonly flow_run: readonly NaiveRow[];
}

/** SQL's three values. */
type Truth = boolean | null;
type Json = unknown;
type Comparison = (cell: string | number | boolean, operand: Json) => boolean;

function likeSource(pattern: string): string {
  let source = "";
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]!;
    if (character === "%") source += "[^]*";
    else if (character === "_") source += "[^]";
    else source += (character === "\\" ? pattern[++i]! : character).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  }
  return `^${source}$`;
}

const OPERATORS: Readonly<Record<string, Comparison>> = {
  _eq: (cell, operand) => cell === operand,
  _neq: (cell, operand) => cell !== operand,
  _gt: (cell, operand) => cell > (operand as string),
  _gte: (cell, operand) => cell >= (operand as string),
  _lt: (cell, operand) => cell < (operand as string),
  _lte: (cell, operand) => cell <= (operand as string),
  _in: (cell, operand) => (operand as Json[]).includes(cell),
  _nin: (cell, operand) => !(operand as Json[]).includes(cell),
  _like: (cell, operand) => new RegExp(likeSource(String(operand))).test(String(cell)),
  _nlike: (cell, operand) => !new RegExp(likeSource(String(operand))).test(String(cell)),
  _ilike: (cell, operand) => new RegExp(likeSource(String(operand)), "i").test(String(cell)),
  _nilike: (cell, operand) => !new RegExp(likeSource(String(operand)), "i").test(String(cell)),
};

function and(parts: Truth[]): Truth {
  return parts.includes(false) ? false : parts.includes(null) ? null : true;
}

function or(parts: Truth[]): Truth {
  return parts.includes(true) ? true : parts.includes(null) ? null : false;
}

function not(part: Truth): Truth {
  return part === null ? null : !part;
}

function cellHolds(cell: string | number | boolean | null, comparison: Record<string, Json>): Truth {
  return and(
    Object.entries(comparison).map(([operator, operand]): Truth => {
      if (operand === null) return true;
      if (operator === "_is_null") return (cell === null) === operand;
      if (operator === "_in" && (operand as Json[]).length === 0) return false;
      if (operator === "_nin" && (operand as Json[]).length === 0) return true;
      return cell === null ? null : OPERATORS[operator]!(cell, operand);
    }),
  );
}

/** The rows at the other end of a relation of the test's two tables. */
function related(data: Data, row: NaiveRow, relation: string): readonly NaiveRow[] {
  if (relation === "flow") return data.flow.filter((flow) => flow.id === row.flow_id);
  return data.flow_run.filter((run) => run.flow_id === row.id);
}

/** Whether a row satisfies a `bool_exp`. */
function holds(data: Data, row: NaiveRow, where: Record<string, Json>): Truth {
  return and(
    Object.entries(where).map(([key, value]): Truth => {
      const list = () => (value as Record<string, Json>[]).map((one) => holds(data, row, one));
      if (key === "_and") return and(list());
      if (key === "_or") return or(list());
      if (key === "_not") return not(holds(data, row, value as Record<string, Json>));
      if (key === "flow" || key === "flow_runs") {
        return related(data, row, key).some((one) =>
          holds(data, one, value as Record<string, Json>) === true
        );
      }
      return cellHolds(row[key]!, value as Record<string, Json>);
    }),
  );
}

function compareCells(a: NaiveRow[string], b: NaiveRow[string], direction: string): number {
  const descending = direction.startsWith("desc");
  const nullsFirst = direction.endsWith("nulls_first") || (descending && !direction.endsWith("nulls_last"));
  if (a === b) return 0;
  if (a === null || b === null) return (a === null) === nullsFirst ? -1 : 1;
  return (a < b ? -1 : 1) * (descending ? -1 : 1);
}

/** A list query: its answer as ids. */
export function naiveIds(
  data: Data,
  table: keyof Data,
  { where, orderBy, limit, offset }: {
    readonly where: Record<string, Json>;
    readonly orderBy: ReadonlyArray<Readonly<Record<string, string>>>;
    readonly limit: number | null;
    readonly offset: number | null;
  },
): Json[] {
  const keys = orderBy.flatMap((one) => Object.entries(one));
  const found = data[table].filter((row) => holds(data, row, where) === true).toSorted((a, b) => {
    for (const [column, direction] of keys) {
      const difference = compareCells(a[column]!, b[column]!, direction);
      if (difference !== 0) return difference;
    }
    return 0;
  });
  const from = offset ?? 0;
  return found.slice(from, limit === null ? undefined : from + limit).map((row) => row.id);
}
