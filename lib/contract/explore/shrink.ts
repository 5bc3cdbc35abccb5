/** A violation is made smaller until so many documents in all have been asked. */
const MOST_QUESTIONS = 400;

/** Shorter comes first, then what has the smaller first decision. */
function isSmaller(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return a.length < b.length;
  const position = a.findIndex((choice, index) => choice !== b[index]);
  return position >= 0 && a[position]! < b[position]!;
}

/** What might be tried instead: pieces cut out, the long ones first, then single decisions made smaller. */
function* candidates(choices: readonly number[]): Generator<number[]> {
  for (let length = 8; length >= 1; length = length >> 1) {
    for (let from = choices.length - length; from >= 0; from--) {
      yield choices.toSpliced(from, length);
      // What a number of pieces was drawn from must shrink with the pieces.
      if (from > 0 && choices[from - 1]! > 0) {
        yield choices.toSpliced(from - 1, length + 1, choices[from - 1]! - 1);
      }
    }
  }
  for (const [position, choice] of choices.entries()) {
    for (const smaller of new Set([0, choice >> 1, choice - 1])) {
      if (smaller >= 0 && smaller < choice) yield choices.with(position, smaller);
    }
  }
}

/**
 * Makes decisions fewer and smaller as long as what they lead to stays.
 *
 * @param choices Decisions that lead there.
 * @param leadsThere Tells whether others do; costs a question to the target.
 * @param options `signal` ends the search early.
 * @returns The smallest that were found.
 *
 * @example Only the 7 matters
 * ```ts
 * import { shrink } from "./shrink.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const leadsThere = (choices: readonly number[]) => Promise.resolve(choices.includes(7));
 * assertEquals(await shrink([3, 1, 7, 9], leadsThere), [7]);
 * ```
 */
export async function shrink(
  choices: readonly number[],
  leadsThere: (choices: readonly number[]) => Promise<boolean>,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<readonly number[]> {
  let best = choices;
  let asked = 0;
  const tried = new Set<string>();
  for (let improved = true; improved;) {
    improved = false;
    for (const candidate of candidates(best)) {
      if (asked >= MOST_QUESTIONS || signal?.aborted) return best;
      const key = candidate.join();
      if (!isSmaller(candidate, best) || tried.has(key)) continue;
      tried.add(key);
      asked++;
      if (!await leadsThere(candidate)) continue;
      best = candidate;
      improved = true;
      break;
    }
  }
  return best;
}
