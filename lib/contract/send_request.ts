import { rawRequest } from "./raw_request.ts";
import type { SendLimits, WireRequest } from "./wire_request.ts";

/**
 * Sends a request over HTTP: with `fetch`, or byte by byte where `fetch` would tidy the headers.
 *
 * @param request What to send.
 * @param options `signal` ends the waiting; `maxBytes` is the limit of what is read byte by byte.
 * @returns The response, its body unread; a redirect is a response.
 * @throws {TypeError} When nothing answers.
 * @throws {AnswerError} When what answers is not HTTP, or sends too much.
 * @throws {DOMException} When the signal ends the waiting.
 */
export function sendRequest(
  request: WireRequest,
  options: SendLimits,
): Promise<Response> {
  if (request.raw) return rawRequest(request, options);
  return fetch(request.url, {
    method: request.method,
    headers: request.headers.map(([name, value]) => [name, value]),
    body: request.body ?? null,
    redirect: "manual",
    signal: options.signal,
  });
}
