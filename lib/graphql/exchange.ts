import type { DocumentNode } from "graphql";
import type { Authorization } from "../auth/credential.ts";
import { InternalError } from "../core/errors.ts";

/** One request as it goes over the wire. */
export interface WireRequest {
  /** Address of the API. */
  readonly url: string;
  /** The document, parsed. */
  readonly document: DocumentNode;
  /** The same as the text to send. */
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
 * Sends one request by way of graffle, which is loaded by the first one: it costs more than all the rest of a start.
 * Graffle does not get to read the answer, because to it a page of HTML is a broken connection and a number beyond
 * 2^53 a rounded one; nor to guess from the text which operation is meant.
 *
 * @param request The request.
 * @returns The answer, unread.
 * @throws {unknown} What `fetch` threw, when nothing answered.
 */
export async function exchange(request: WireRequest): Promise<Response> {
  const [{ create }, { TransportHttp }] = await Promise.all([
    import("graffle/client"),
    import("graffle/extensions/transport-http"),
  ]);
  const { text: query, variables, operationName } = request;
  let sent: Promise<Response> | undefined;
  const client = create().use(TransportHttp)
    // A redirect could carry the key to another host.
    .transport({
      url: request.url,
      headers: headersOf(request),
      raw: { signal: request.signal, redirect: "manual" },
    })
    .anyware(async ({ pack }) => {
      const { exchange } = await pack({
        using: { body: () => JSON.stringify({ query, variables, operationName }) },
      });
      await exchange({
        using: {
          fetch: (url, init) => sent = request.fetch(url, init),
        },
      });
      return { transportType: "http", data: null };
    });
  try {
    const operation = client.gql(request.document);
    await (operationName === undefined ? operation.send() : operation.send(operationName));
  } catch (error) {
    if (sent === undefined) {
      throw new InternalError("Cannot send the request: graffle refused it", { cause: error });
    }
  }
  return await sent!;
}
