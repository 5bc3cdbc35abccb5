/** Statuses that forbid a body, as `Response` sees it. */
const BODYLESS = [101, 103, 204, 205, 304];

/** The parts of a response. */
export interface ResponseParts {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * Makes a response of any status: what a target sends is judged, also where `Response` would not have it.
 *
 * @param parts What it is made of.
 * @returns The response.
 *
 * @example A status that does not exist
 * ```ts
 * import { makeResponse } from "./make_response.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { status } = makeResponse({ status: 999, headers: new Headers(), body: new Uint8Array() });
 * assertEquals(status, 999);
 * ```
 */
export function makeResponse({ status, headers, body }: ResponseParts): Response {
  if (status >= 200 && status <= 599) {
    return new Response(BODYLESS.includes(status) ? null : body, { status, headers });
  }
  return Object.defineProperty(new Response(body, { headers }), "status", { value: status });
}
