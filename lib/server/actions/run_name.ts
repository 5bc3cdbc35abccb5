const ADJECTIVES = [
  "amber",
  "brisk",
  "calm",
  "clever",
  "dapper",
  "eager",
  "fancy",
  "gentle",
  "golden",
  "hasty",
  "humble",
  "jolly",
  "keen",
  "lively",
  "lucky",
  "mellow",
  "nimble",
  "olive",
  "patient",
  "polite",
  "proud",
  "quiet",
  "rapid",
  "rusty",
  "silver",
  "sleepy",
  "snowy",
  "sturdy",
  "sunny",
  "swift",
  "tidy",
  "witty",
];

const ANIMALS = [
  "badger",
  "bear",
  "beaver",
  "bison",
  "camel",
  "crane",
  "deer",
  "dolphin",
  "eagle",
  "falcon",
  "ferret",
  "finch",
  "fox",
  "gecko",
  "hare",
  "hawk",
  "heron",
  "ibex",
  "koala",
  "lemur",
  "lynx",
  "magpie",
  "marten",
  "newt",
  "otter",
  "owl",
  "panda",
  "puffin",
  "raven",
  "seal",
  "tapir",
  "wombat",
];

/**
 * A name for a run that was given none. Names need not be unique: runs have ids.
 *
 * @param random A number from 0 to below 1, such as `Math.random()` gives.
 * @returns Two words with a hyphen.
 *
 * @example The first name
 * ```ts
 * import { runName } from "./run_name.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(runName(0), "amber-badger");
 * ```
 */
export function runName(random: number): string {
  const pick = Math.floor(random * ADJECTIVES.length * ANIMALS.length);
  return `${ADJECTIVES[Math.floor(pick / ANIMALS.length)]}-${ANIMALS[pick % ANIMALS.length]}`;
}
