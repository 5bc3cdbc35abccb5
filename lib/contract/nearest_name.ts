/** Edits (insert, delete, replace) between two words; Levenshtein's, one row at a time. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, previous[j]! + 1, row[j - 1]! + 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}

/**
 * The known name a mistyped one was most likely meant to be.
 *
 * @param name What was written.
 * @param known What could have been written.
 * @returns The nearest name whose edits are within a third of its length, or `undefined`.
 *
 * @example A slip
 * ```ts
 * import { nearestName } from "./nearest_name.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(nearestName("documnet", ["document", "variables"]), "document");
 * assertEquals(nearestName("colour", ["document"]), undefined);
 * ```
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const edits = distance(name, candidate);
    if (edits < least && edits <= Math.ceil(candidate.length / 3)) {
      [best, least] = [candidate, edits];
    }
  }
  return best;
}

/**
 * The hint that ends a message about an unknown name.
 *
 * @param name What was written.
 * @param known What could have been written.
 * @returns `did you mean "x"?`, or the list of what is known.
 *
 * @example Nothing near
 * ```ts
 * import { nameHint } from "./nearest_name.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(nameHint("colour", ["id", "title"]), "known are id, title");
 * ```
 */
export function nameHint(name: string, known: Iterable<string>): string {
  const names = [...known];
  const near = nearestName(name, names);
  if (near !== undefined) return `did you mean "${near}"?`;
  return names.length === 0 ? "there are none" : `known are ${names.join(", ")}`;
}
