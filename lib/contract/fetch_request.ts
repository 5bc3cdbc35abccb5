import { MAX_BYTES } from "./answer.ts";
import { BodyBuilder } from "./http/body_builder.ts";
import type { WireAnswer } from "./wire_answer.ts";
import type { SendLimits, WireRequest } from "./wire_request.ts";

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  // What is announced holds for what is sent, not for what is unpacked.
  const announced = Number(response.headers.get("content-length") ?? NaN);
  if (announced <= maxBytes && !response.headers.has("content-encoding")) return await response.bytes();
  const body = new BodyBuilder(maxBytes);
  for await (const piece of response.body ?? []) body.add(piece);
  return body.whole();
}

/**
 * Sends a request with `fetch`, which knows TLS and proxies.
 *
 * @param request What to send.
 * @param options `signal` ends the waiting; `maxBytes` is the limit of the body.
 * @returns The answer; a redirect is an answer.
 * @throws {TypeError} When nothing answers, or what answers is not HTTP.
 * @throws {AnswerError} When the body is larger than allowed.
 * @throws {DOMException} When the signal ends the waiting.
 */
export async function fetchRequest(
  request: WireRequest,
  { signal, maxBytes = MAX_BYTES }: SendLimits,
): Promise<WireAnswer> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers.map(([name, value]) => [name, value]),
    body: request.body ?? null,
    redirect: "manual",
    signal,
  });
  const { status, headers } = response;
  return { status, headers: [...headers], body: await readBody(response, maxBytes) };
}
