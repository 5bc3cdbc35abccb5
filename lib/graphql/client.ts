import type { Credential } from "../auth/credential.ts";
import { ProctorError } from "../core/errors.ts";
import type { JsonValue } from "../core/json.ts";
import type { Document } from "./document.ts";
import { send, type SendOptions } from "./send.ts";

/** Variables of a request by name, without `$`. A `Secret` among them is revealed on the wire only. */
export type Variables = Readonly<Record<string, unknown>>;

/** What one request may say beside document and variables. */
export interface RequestOptions {
  /** Which operation; needed where the document has several. */
  readonly operationName?: string | undefined;
  /** Ends the request and its retries. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the request and its retries together, in place of the client's. */
  readonly timeout?: number | undefined;
  /** Says that sending a mutation twice does no harm. Found out where its variables hold an idempotency key. */
  readonly idempotent?: boolean | undefined;
}

/** What a client needs to know. */
export interface ClientOptions {
  /** Address of the API. */
  readonly url: string;
  /** Whose requests these are; absent for an open server. */
  readonly credential?: Credential | undefined;
  /** Milliseconds for a request and its retries together; 15 000 unless said otherwise. */
  readonly timeout?: number | undefined;
  /** Retries after the first attempt; 4 unless said otherwise. */
  readonly retries?: number | undefined;
  /** Keeps numbers that JavaScript would change as `NumberText`. */
  readonly exactNumbers?: boolean | undefined;
  /** In place of the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** In place of waiting by a timer between attempts. */
  readonly pause?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** What {@linkcode GraphQLClient.execute} gives. */
export type Result<T> =
  | { readonly ok: true; readonly data: T; readonly extensions?: JsonValue }
  | { readonly ok: false; readonly error: ProctorError };

/** Sends documents to one API. */
export interface GraphQLClient {
  /** Address of the API. */
  readonly url: string;
  /**
   * Sends a document and gives its data, or throws.
   *
   * @param document Text, parsed document or structure.
   * @param variables By name.
   * @param options Time limit, cancellation, retries.
   * @returns The data.
   * @throws {ProctorError} One of `errors.ts`.
   */
  request<T = unknown>(document: Document, variables?: Variables, options?: RequestOptions): Promise<T>;
  /**
   * Sends a document; what goes wrong is a result, too.
   *
   * @param document Text, parsed document or structure.
   * @param variables By name.
   * @param options Time limit, cancellation, retries.
   * @returns Data, or an error of `errors.ts`.
   */
  execute<T = unknown>(
    document: Document,
    variables?: Variables,
    options?: RequestOptions,
  ): Promise<Result<T>>;
}

const TIMEOUT = 15_000;
const RETRIES = 4;

/**
 * Makes a client. Nothing is loaded or sent before its first request.
 *
 * Source: `reference/prefect-api.md` §1.3; statements S04, S05, S38.
 *
 * @param options Address, credential, limits.
 * @returns The client.
 *
 * @example A structure in, data out
 * ```ts
 * import { createClient } from "./client.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const client = createClient({
 *   url: "http://localhost:4200",
 *   fetch: () => Promise.resolve(Response.json({ data: { hello: "👋" } })),
 * });
 * assertEquals(await client.request({ query: "hello" }), { hello: "👋" });
 * ```
 */
export function createClient(options: ClientOptions): GraphQLClient {
  const { url, credential, exactNumbers = false } = options;
  const common: Omit<SendOptions, "request"> = {
    url,
    credential,
    exactNumbers,
    retries: options.retries ?? RETRIES,
    timeout: options.timeout ?? TIMEOUT,
    fetch: options.fetch ?? fetch,
    pause: options.pause,
  };
  async function execute<T>(
    document: Document,
    variables: Variables = {},
    request: RequestOptions = {},
  ): Promise<Result<T>> {
    try {
      const { data, extensions } = await send(document, variables, {
        ...common,
        timeout: request.timeout ?? common.timeout,
        request,
      });
      return { ok: true, data: data as T, ...(extensions === undefined ? {} : { extensions }) };
    } catch (error) {
      if (error instanceof ProctorError) return { ok: false, error };
      throw error;
    }
  }
  return {
    url,
    execute,
    async request<T>(document: Document, variables?: Variables, request?: RequestOptions): Promise<T> {
      const result = await execute<T>(document, variables, request);
      if (result.ok) return result.data;
      throw result.error;
    },
  };
}
