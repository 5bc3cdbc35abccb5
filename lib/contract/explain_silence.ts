import { AnswerError } from "./answer.ts";

/**
 * Says why no answer came, or none that could be read.
 *
 * @param error What the transport has thrown.
 * @returns The reason, as the end of a sentence.
 *
 * @example Nothing listens
 * ```ts
 * import { explainSilence } from "./explain_silence.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new TypeError("error reading a body from connection");
 * assertEquals(explainSilence(error), "the answer breaks off or is no HTTP: error reading a body from connection");
 * ```
 */
export function explainSilence(error: unknown): string {
  if (error instanceof AnswerError) return error.message;
  const { message = "", cause } = error instanceof Error ? error : {};
  if (message.startsWith("the request cannot be sent")) return message;
  const detail = cause instanceof Error ? cause.message : message;
  const [, broken] = /client error \(SendRequest\): (.*)/.exec(detail) ??
    /^((?:error reading|invalid|corrupt|unexpected|brotli).*)/i.exec(detail) ?? [];
  if (broken !== undefined) return `the answer breaks off or is no HTTP: ${broken}`;
  return "nothing answers there, start the server or check the address";
}
