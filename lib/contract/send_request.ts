import { fetchRequest } from "./fetch_request.ts";
import { httpRequest } from "./http/http_request.ts";
import type { WireAnswer } from "./wire_answer.ts";
import type { SendLimits, WireRequest } from "./wire_request.ts";

/** This machine. Source: RFC 6761, section 6.3, and RFC 6890. */
const LOOPBACK_REGEXP = /^http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?=[:/?#]|$)/i;

/**
 * Sends a request over HTTP: byte by byte on this machine, and wherever `fetch` would tidy the headers; with `fetch`
 * everywhere else, where there may be a proxy.
 *
 * @param request What to send.
 * @param options See {@linkcode SendLimits}.
 * @returns The answer; a redirect is an answer.
 * @throws {TypeError} When nothing answers.
 * @throws {AnswerError} When what answers is not HTTP, or sends too much.
 * @throws {DOMException} When the signal ends the waiting.
 */
export function sendRequest(request: WireRequest, options: SendLimits): Promise<WireAnswer> {
  const isDirect = request.raw || LOOPBACK_REGEXP.test(request.url);
  return isDirect ? httpRequest(request, options) : fetchRequest(request, options);
}
