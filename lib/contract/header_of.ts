import type { AnswerHeaders } from "./wire_answer.ts";

/**
 * Finds a header.
 *
 * @param headers The headers of an answer.
 * @param name Its name, in whatever case.
 * @returns Its value; the values of a header that repeats stand behind each other, with commas between them. Source:
 * RFC 9110, section 5.3.
 *
 * @example A header that repeats
 * ```ts
 * import { headerOf } from "./header_of.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const headers = [["vary", "origin"], ["vary", "accept"]] as const;
 * assertEquals(headerOf(headers, "Vary"), "origin, accept");
 * assertEquals(headerOf(headers, "date"), undefined);
 * ```
 */
export function headerOf(headers: AnswerHeaders, name: string): string | undefined {
  const wanted = name.toLowerCase();
  let found: string | undefined;
  for (const [each, value] of headers) {
    if (each === wanted) found = found === undefined ? value : `${found}, ${value}`;
  }
  return found;
}
