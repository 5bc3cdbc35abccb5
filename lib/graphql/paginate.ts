import type { GraphQLClient, Variables } from "./client.ts";
import type { Document } from "./document.ts";
import { readDocument } from "./document_facts.ts";
import { DocumentError, ProtocolError } from "./errors.ts";
import { printDocument } from "./print_document.ts";

/** How {@linkcode paginate} walks. */
export interface PageOptions {
  /** Rows per page, from 1 to 200; 200 unless said otherwise. */
  readonly pageSize?: number | undefined;
  /** Ends after so many rows. */
  readonly limit?: number | undefined;
  /** Ends the walk with an error. */
  readonly signal?: AbortSignal | undefined;
  /** Variables of the document beside `limit` and `offset`. */
  readonly variables?: Variables | undefined;
  /** Which field at the root holds the rows; needed where several hold lists. */
  readonly field?: string | undefined;
}

/** The most rows a page may have: what Prefect's own UI asks for at once. */
export const MAX_PAGE_SIZE = 200;

/** The rows of one page. */
function rowsOf<T>(data: unknown, field: string | undefined): T[] {
  const lists = Object.entries(Object(data)).filter(([name, value]) =>
    Array.isArray(value) && (field === undefined || name === field)
  );
  const [only] = lists;
  if (only === undefined || lists.length > 1) {
    throw new ProtocolError(
      `Cannot find the rows of the page among ${lists.length} lists: expected one, name it with "field"`,
      { status: 200 },
    );
  }
  return only[1] as T[];
}

/**
 * Lets a size of a page pass.
 *
 * @param size Rows per page.
 * @returns The size.
 * @throws {RangeError} When it is not a whole number from 1 to 200.
 *
 * @example Too many at once
 * ```ts
 * import { checkPageSize } from "./paginate.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => checkPageSize(201), RangeError);
 * ```
 */
export function checkPageSize(size: number): number {
  if (Number.isInteger(size) && size >= 1 && size <= MAX_PAGE_SIZE) return size;
  throw new RangeError(
    `Cannot use the page size "${size}": expected a whole number from 1 to ${MAX_PAGE_SIZE}`,
  );
}

/** A document that does not ask for one page after the other would be answered with the same rows for ever. */
function requirePages(text: string): void {
  const { variables } = readDocument(text);
  const missing = ["limit", "offset"].filter((name) => !variables.includes(name));
  if (missing.length === 0) return;
  throw new DocumentError(
    `Cannot walk the pages of the document: expected it to take $limit: Int and $offset: Int, it lacks $${
      missing.join(" and $")
    }`,
  );
}

/**
 * Walks the rows of a document that takes the variables `$limit: Int` and `$offset: Int`. Rows that come or go
 * during the walk shift the pages; {@linkcode paginateByKey} is proof against that.
 *
 * @param client Sends the pages.
 * @param document Selects one list, with a definite order.
 * @param options Size of a page, limits.
 * @returns Row by row. A page is asked for when its first row is.
 * @throws {DocumentError} When it takes no such variables.
 * @throws {ProctorError} One of `errors.ts`.
 * @throws {RangeError} When the size of a page is none.
 *
 * @example Three rows in pages of two
 * ```ts
 * import { paginate } from "./paginate.ts";
 * import { createClient } from "./client.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const client = createClient({
 *   url: "http://localhost:4200",
 *   fetch: async (_url, init) => {
 *     const { offset, limit } = (await new Response(init?.body).json()).variables;
 *     return Response.json({ data: { flow: ["a", "b", "c"].slice(offset, offset + limit) } });
 *   },
 * });
 * const document = "query($limit: Int, $offset: Int) { flow(limit: $limit, offset: $offset) { id } }";
 * assertEquals(await Array.fromAsync(paginate(client, document, { pageSize: 2 })), ["a", "b", "c"]);
 * ```
 */
export async function* paginate<T = unknown>(
  client: GraphQLClient,
  document: Document,
  options: PageOptions = {},
): AsyncGenerator<T, void, undefined> {
  const { limit = Infinity, signal, variables, field } = options;
  const pageSize = checkPageSize(options.pageSize ?? MAX_PAGE_SIZE);
  // Not by way of `documentText()`: so the printer is loaded for all who have `mod.ts`, and nobody needs a permission for it.
  const text = typeof document === "string" ? document : printDocument(document);
  requirePages(text);
  for (let offset = 0; offset < limit;) {
    const wanted = Math.min(pageSize, limit - offset);
    const page = { ...variables, limit: wanted, offset };
    const rows = rowsOf<T>(await client.request(text, page, { signal }), field);
    yield* rows;
    if (rows.length < wanted) return;
    offset += rows.length;
  }
}
