import type { DocumentNode } from "graphql";
import type { Credential } from "../auth/credential.ts";
import { InternalError, type ProctorError } from "../core/errors.ts";
import type { JsonValue } from "../core/json.ts";

/** Variables of a request by name, without `$`. */
export type Variables = Readonly<Record<string, unknown>>;

/** Anything that is a GraphQL document: text, a parsed document, or a plain structure. */
export type Document = string | DocumentNode | Readonly<Record<string, unknown>>;

/** What one request may say beside document and variables. */
export interface RequestOptions {
  /** Which operation, where the document has several. */
  readonly operationName?: string;
  /** Ends the request and its retries. */
  readonly signal?: AbortSignal;
  /** Milliseconds for the request and all its retries together. */
  readonly timeout?: number;
  /** Says that sending a mutation twice does no harm: its variables hold an idempotency key. */
  readonly idempotent?: boolean;
}

/** What a client needs to know. */
export interface ClientOptions {
  /** Address of the API. */
  readonly url: string;
  /** Whose requests these are; absent for an open server. */
  readonly credential?: Credential | undefined;
  /** Milliseconds a request may take, retries included; 15 000 unless said otherwise. */
  readonly timeout?: number;
  /** Retries after the first attempt; 4 unless said otherwise, 0 for none. */
  readonly retries?: number;
  /** In place of the global `fetch`. */
  readonly fetch?: typeof fetch;
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
   * Sends a document and never throws for what the API or the network does.
   *
   * @param document Text, parsed document or structure.
   * @param variables By name.
   * @param options Time limit, cancellation, retries.
   * @returns Data or a typed error.
   */
  execute<T = unknown>(
    document: Document,
    variables?: Variables,
    options?: RequestOptions,
  ): Promise<Result<T>>;
}

/**
 * Makes a client. Nothing is loaded or sent before the first request.
 *
 * @param options Address, credential, limits.
 * @returns The client.
 */
export function createClient(options: ClientOptions): GraphQLClient {
  throw new InternalError(`Cannot reach "${options.url}": not there yet`);
}
