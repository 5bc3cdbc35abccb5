import { InternalError } from "../core/errors.ts";
import type { GraphQLClient, Variables } from "./client.ts";

/** How {@linkcode paginate} walks. */
export interface PageOptions {
  /** Rows per page, 1 to 200; 200 unless said otherwise. */
  readonly pageSize?: number;
  /** Ends after so many rows. */
  readonly limit?: number;
  /** Ends the walk. */
  readonly signal?: AbortSignal;
  /** Variables of the document beside `limit` and `offset`. */
  readonly variables?: Variables;
  /** Which root field holds the rows; needed where the document has several. */
  readonly field?: string;
}

/**
 * Walks the rows of a document that takes `$limit: Int` and `$offset: Int`.
 *
 * @param client Sends the pages.
 * @param document Has the variables `limit` and `offset`.
 * @param options Size of a page, limits.
 * @returns Row by row; a page is asked for when its first row is.
 */
export function paginate<T>(
  client: GraphQLClient,
  document: string,
  options: PageOptions = {},
): AsyncGenerator<T, void, undefined> {
  throw new InternalError(`Cannot walk "${document}" ${client.url} ${options.limit}: not there yet`);
}
