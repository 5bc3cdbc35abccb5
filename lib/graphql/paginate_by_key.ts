import type { GraphQLClient } from "./client.ts";
import { enumValue } from "./enum_value.ts";
import { operation } from "./operation.ts";
import { checkPageSize, MAX_PAGE_SIZE } from "./paginate.ts";
import type { Structure } from "./structure.ts";
import { variable } from "./variable.ts";
import { withAlias, withArgs } from "./with_args.ts";

/** Which rows {@linkcode paginateByKey} walks, and how. */
export interface KeysetOptions {
  /** The table, such as `flow_run`. */
  readonly table: string;
  /** What to select of each row. */
  readonly select: Structure;
  /** The column to order by; `id` unless said otherwise. Rows that have none of it come last. */
  readonly orderBy?: string | undefined;
  /** Which way; `asc` unless said otherwise. */
  readonly direction?: "asc" | "desc" | undefined;
  /** Which rows. */
  readonly where?: Readonly<Record<string, unknown>> | undefined;
  /** Rows per page, from 1 to 200; 200 unless said otherwise. */
  readonly pageSize?: number | undefined;
  /** Ends after so many rows. */
  readonly limit?: number | undefined;
  /** Ends the walk with an error. */
  readonly signal?: AbortSignal | undefined;
}

/** The last row of a page: where the next one begins. */
interface Cursor {
  readonly keyset_column: unknown;
  readonly keyset_id: unknown;
}

type Row = Record<string, unknown> & Cursor;

/** The condition for the rows behind a cursor; nulls come last whichever way the walk goes. */
function behind(
  { keyset_column: value, keyset_id: id }: Cursor,
  column: string,
  direction: "asc" | "desc",
): object {
  const beyond = direction === "asc" ? "_gt" : "_lt";
  const later = { id: { [beyond]: id } };
  if (column === "id") return later;
  if (value === null) return { _and: [{ [column]: { _is_null: true } }, later] };
  return {
    _or: [
      { [column]: { [beyond]: value } },
      { _and: [{ [column]: { _eq: value } }, later] },
      { [column]: { _is_null: true } },
    ],
  };
}

function documentOf(options: KeysetOptions, column: string): Structure {
  const direction = options.direction ?? "asc";
  const order = column === "id"
    ? [{ id: enumValue(direction) }]
    : [{ [column]: enumValue(`${direction}_nulls_last`) }, { id: enumValue(direction) }];
  const rows = withArgs(options.table, {
    where: variable("where"),
    order_by: order,
    limit: variable("limit"),
  });
  return {
    [operation("query", { variables: { where: `${options.table}_bool_exp!`, limit: "Int!" } })]: {
      [withAlias("rows", rows)]: [
        options.select,
        withAlias("keyset_column", column),
        withAlias("keyset_id", "id"),
      ],
    },
  };
}

/**
 * Walks the rows of a table in the order of a column and, among equals, of the id. Each page begins behind the last
 * row of the one before, so that rows that come or go neither repeat nor hide others, and a page far down costs no
 * more than the first.
 *
 * Source: `reference/hasura.md` (order, nulls); `reference/anchors.md` B (keyset paging).
 *
 * @param client Sends the pages.
 * @param options The table, the selection, the order.
 * @returns Row by row. A page is asked for when its first row is.
 * @throws {ProctorError} One of `errors.ts`.
 * @throws {RangeError} When the size of a page is none.
 * @throws {TypeError} When the selection is none.
 *
 * @example What the first page asks for
 * ```ts
 * import { paginateByKey } from "./paginate_by_key.ts";
 * import { createClient } from "./client.ts";
 * import { assertEquals, assertStringIncludes } from "@std/assert";
 *
 * let query = "";
 * const client = createClient({
 *   url: "http://localhost:4200",
 *   fetch: async (_url, init) => {
 *     query = (await new Response(init?.body).json()).query;
 *     return Response.json({ data: { rows: [{ name: "etl", keyset_column: "etl", keyset_id: "1" }] } });
 *   },
 * });
 * const rows = paginateByKey(client, { table: "flow", select: ["name"], orderBy: "name" });
 * assertEquals(await Array.fromAsync(rows), [{ name: "etl" }]);
 * assertStringIncludes(query, "order_by: [{ name: asc_nulls_last }, { id: asc }]");
 * ```
 */
export async function* paginateByKey<T = Record<string, unknown>>(
  client: GraphQLClient,
  options: KeysetOptions,
): AsyncGenerator<T, void, undefined> {
  const { orderBy: column = "id", direction = "asc", where = {}, limit = Infinity, signal } = options;
  const pageSize = checkPageSize(options.pageSize ?? MAX_PAGE_SIZE);
  const document = documentOf(options, column);
  let cursor: Cursor | undefined;
  for (let walked = 0; walked < limit;) {
    const wanted = Math.min(pageSize, limit - walked);
    const scope = cursor ? { _and: [where, behind(cursor, column, direction)] } : where;
    const { rows } = await client.request<{ rows: Row[] }>(document, { where: scope, limit: wanted }, {
      signal,
    });
    for (const { keyset_column: _column, keyset_id: _id, ...row } of rows) yield row as T;
    if (rows.length < wanted) return;
    cursor = rows.at(-1);
    walked += rows.length;
  }
}
