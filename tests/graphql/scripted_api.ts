import type { Credential } from "../../lib/auth/credential.ts";
import { type ClientOptions, createClient, type GraphQLClient } from "../../lib/graphql/client.ts";

/** What the client sent. */
export interface SentRequest {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: { readonly query: string; readonly variables: unknown; readonly operationName?: string };
}

/** One answer of a script: a response, or what keeps one from coming. */
export type Answer = () => Response | Promise<Response>;

/** A client whose API answers by a script; the last answer is repeated. */
export interface ScriptedApi {
  readonly client: GraphQLClient;
  /** Every request, in order. */
  readonly sent: SentRequest[];
  /** Every pause between attempts, in milliseconds. */
  readonly pauses: number[];
}

/**
 * Makes a client that talks to a script instead of a network.
 *
 * @param answers In order.
 * @param options What else the client is told.
 * @returns The client, and what it did.
 */
export function scriptApi(
  answers: readonly Answer[],
  options: Partial<ClientOptions> & { readonly credential?: Credential } = {},
): ScriptedApi {
  const sent: SentRequest[] = [];
  const pauses: number[] = [];
  const client = createClient({
    url: "https://api.test",
    async fetch(input, init) {
      const request = new Request(input, init);
      const { headers, url } = request;
      sent.push({ url, headers: Object.fromEntries(headers), body: await request.json() });
      return await answers[Math.min(sent.length, answers.length) - 1]!();
    },
    pause(milliseconds) {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
    ...options,
  });
  return { client, sent, pauses };
}

/**
 * An answer in JSON.
 *
 * @param body What it says.
 * @param init Status and headers.
 * @returns The answer.
 */
export function json(body: unknown, init?: ResponseInit): Answer {
  return () => Response.json(body, init);
}

/**
 * An answer that holds one error.
 *
 * @param message Its message.
 * @param options Its code, and the status of the answer.
 * @returns The answer.
 */
export function fault(
  message: string,
  options: { readonly code?: string; readonly status?: number } = {},
): Answer {
  const { code, status = 200 } = options;
  return json({ errors: [{ message, ...(code && { extensions: { code } }) }], data: null }, { status });
}
