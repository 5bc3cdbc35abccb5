import type { Answer } from "./answer.ts";
import { shorten } from "./show.ts";

/** As much of a body as a person reads. */
const LONGEST_BODY = 4096;
const LONGEST_HEADER = 400;
const MOST_HEADERS = 40;

/** An answer as reports show it: without secrets, and never large. */
export interface AnswerExcerpt {
  /** The HTTP status. */
  readonly status: number;
  /** Names and values. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The beginning of the body; it ends with `…` where more came. */
  readonly body: string;
}

/**
 * Keeps of an answer what helps to understand a failure.
 *
 * @param answer The answer.
 * @param redact Masks secrets. It runs before anything is cut: half a key would be no match, and still half a key.
 * @returns At most 4096 characters of the body and 40 headers.
 *
 * @example A key in the body
 * ```ts
 * import { excerptAnswer } from "./answer_excerpt.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const answer = { status: 500, headers: [["x-a", "1"]] as const, text: "key s3cret", json: undefined };
 * const excerpt = excerptAnswer(answer, (text) => text.replace("s3cret", "****"));
 * assertEquals(excerpt, { status: 500, headers: [["x-a", "1"]], body: "key ****" });
 * ```
 */
export function excerptAnswer(answer: Answer, redact: (text: string) => string): AnswerExcerpt {
  const { status, headers, text } = answer;
  const shown = headers.slice(0, MOST_HEADERS).map(([name, value]) =>
    [redact(name), shorten(redact(value), LONGEST_HEADER)] as const
  );
  return { status, headers: shown, body: shorten(redact(text), LONGEST_BODY) };
}
