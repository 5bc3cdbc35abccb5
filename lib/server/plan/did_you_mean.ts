const MOST = 5;

/**
 * Suggestions in the words of graphql-js 14: without quotes where later versions have them.
 *
 * @param suggestions The nearest first; none gives the empty text.
 * @param kind What they are, such as `the enum value`.
 * @returns A text to put behind a sentence.
 *
 * @example Three and more
 * ```ts
 * import { didYouMean } from "./did_you_mean.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(didYouMean(["asc"], "the enum value"), " Did you mean the enum value asc?");
 * assertEquals(didYouMean(["a", "b", "c"]), " Did you mean a, b, or c?");
 * ```
 */
export function didYouMean(suggestions: readonly string[], kind = ""): string {
  const shown = suggestions.slice(0, MOST);
  const last = shown.pop();
  if (last === undefined) return "";
  const before = shown.length === 0 ? "" : `${shown.join(", ")}${shown.length > 1 ? "," : ""} or `;
  return ` Did you mean ${kind === "" ? "" : `${kind} `}${before}${last}?`;
}
