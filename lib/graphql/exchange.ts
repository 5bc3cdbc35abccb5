import type { Authorization } from "../auth/credential.ts";

/** One request as it goes over the wire. */
export interface WireRequest {
  /** Address of the API. */
  readonly url: string;
  /** The document, as text. */
  readonly text: string;
  /** Variables by name, secrets revealed. */
  readonly variables: Record<string, unknown>;
  /** Which operation, where the document has several. */
  readonly operationName?: string | undefined;
  /** Whose request it is. */
  readonly authorization?: Authorization | undefined;
  /** Ends the request. */
  readonly signal: AbortSignal;
  /** Sends it. */
  readonly fetch: typeof fetch;
}

function headersOf({ authorization }: WireRequest): Record<string, string> {
  return {
    ...(authorization && { authorization: `Bearer ${authorization.bearer.reveal()}` }),
    ...(authorization?.tenantId && { "x-prefect-tenant-id": authorization.tenantId }),
  };
}

/**
 * Sends one request. The answer is not read here: a page of HTML is an answer too, and numbers beyond 2^53 must not be
 * rounded on the way.
 *
 * @param request The request.
 * @returns The answer, unread.
 * @throws {unknown} What `fetch` threw, when nothing answered.
 */
export async function exchange(request: WireRequest): Promise<Response> {
  const { text: query, variables, operationName } = request;
  return await request.fetch(request.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json, application/json",
      ...headersOf(request),
    },
    body: JSON.stringify({ query, variables, operationName }),
    // A redirect could carry the key to another host.
    redirect: "manual",
    signal: request.signal,
  });
}
