import { UsageError } from "../core/errors.ts";
import { nameHint } from "./nearest_name.ts";
import type { Target } from "./run_events.ts";
import { isInShard, type Shard } from "./shard.ts";
import type { Case, Level, Row } from "./suite.ts";

/** One case, with one row, on one target: what gets a verdict. */
export interface Instance {
  /** With the row: `case-id[row]`. */
  readonly id: string;
  /** The case. */
  readonly case: Case;
  /** Its row. */
  readonly row: Row;
  /** Where it runs. */
  readonly target: Target;
}

/** Which cases to run; what is left out or empty selects all. */
export interface Selection {
  /** Ids of cases or rows; `*` and `?` stand for any text and any character, a `!` before it leaves those out. */
  readonly ids?: readonly string[];
  /** Cases whose id or title holds this text, or matches it as a regular expression, in whatever case. */
  readonly grep?: string;
  /** Cases with one of these tags. */
  readonly tags?: readonly string[];
  /** Cases of one of these levels. */
  readonly levels?: readonly Level[];
  /** One part of all that is left. */
  readonly shard?: Shard;
}

/** A pattern of ids, and whether it has stood for anything yet. */
interface Pattern {
  readonly text: string;
  readonly regexp: RegExp;
  used: boolean;
}

/**
 * Compiles a pattern of ids.
 *
 * @param text The pattern: `*` stands for any text, `?` for any character.
 * @returns The whole id, as an expression.
 *
 * @example A family of ids
 * ```ts
 * import { idPattern } from "./instance.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["ids-a", "keys-a"].map((id) => idPattern("ids-*").test(id)), [true, false]);
 * ```
 */
export function idPattern(text: string): RegExp {
  const source = text.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^(?:${source})$`, "su");
}

function readPattern(text: string): Pattern {
  return { text, regexp: idPattern(text), used: false };
}

/** The id of a case with a row. */
function idOf(each: Case, row: Row): string {
  return row.label === "" ? each.name : `${each.name}[${row.label}]`;
}

/** Whether one of the patterns stands for an id or for its case; all that do are marked. */
function isNamed(patterns: readonly Pattern[], { id, name }: { id: string; name: string }): boolean {
  const hits = patterns.filter(({ regexp }) => regexp.test(id) || regexp.test(name));
  for (const hit of hits) hit.used = true;
  return hits.length > 0;
}

/** Tells whether a text holds what is looked for. An id with its row is no sensible expression, so both are tried. */
function finder(grep: string): (text: string) => boolean {
  const wanted = grep.toLowerCase();
  const regexp = toRegExp(grep);
  return (text) => text.toLowerCase().includes(wanted) || (regexp?.test(text) ?? false);
}

function toRegExp(source: string): RegExp | undefined {
  try {
    return new RegExp(source, "iu");
  } catch {
    return undefined;
  }
}

function checkTags(tags: readonly string[], cases: readonly Case[]): void {
  const known = new Set(cases.flatMap((each) => each.tags));
  for (const tag of tags) {
    if (known.has(tag)) continue;
    throw new UsageError(`Select tag "${tag}" failed: no case has it, ${nameHint(tag, known)}`);
  }
}

/**
 * Lists what is to be run: cases in the order of their files, each with its rows, each row on its targets.
 *
 * @param cases From the suite.
 * @param options The targets, and what narrows the choice.
 * @returns The instances; none only when the others are in other shards.
 * @throws {UsageError} When an id or a tag stands for nothing, or nothing is left to be divided into shards.
 */
export function selectInstances(
  cases: readonly Case[],
  options: { readonly targets: readonly Target[]; readonly selection: Selection },
): Instance[] {
  const { targets, selection: { ids = [], grep = "", tags = [], levels = [], shard } } = options;
  const wanted = ids.filter((id) => !id.startsWith("!")).map(readPattern);
  const unwanted = ids.filter((id) => id.startsWith("!")).map((id) => readPattern(id.slice(1)));
  const isFound = finder(grep);
  checkTags(tags, cases);
  const chosen: Instance[] = [];
  for (const each of cases) {
    const { name, title } = each;
    for (const row of each.rows) {
      const id = idOf(each, row);
      const isIn = isNamed(wanted, { id, name });
      const isOut = isNamed(unwanted, { id, name });
      if (isOut || (wanted.length > 0 && !isIn)) continue;
      if (!isFound(id) && !isFound(title)) continue;
      if (tags.length > 0 && !each.tags.some((tag) => tags.includes(tag))) continue;
      if (levels.length > 0 && !levels.includes(each.level)) continue;
      const here = targets.filter(({ backend }) => each.backends.includes(backend));
      chosen.push(...here.map((target) => ({ id, case: each, row, target })));
    }
  }
  const idle = [...wanted, ...unwanted].find(({ used }) => !used);
  if (idle) {
    const hint = shortHint(idle.text, cases.map(({ name }) => name));
    throw new UsageError(`Select case "${idle.text}" failed: no case has that id, ${hint}`);
  }
  if (chosen.length === 0) {
    throw new UsageError("Select cases failed: none is left for these targets, ids, words, tags and levels");
  }
  return shard ? chosen.filter(({ id }) => isInShard(id, shard)) : chosen;
}

/** A list of hundreds of ids is no hint. */
function shortHint(id: string, names: readonly string[]): string {
  const hint = nameHint(id, names);
  if (hint.startsWith("did you mean")) return hint;
  return names.some((name) => name.startsWith(id)) ? `did you mean "${id}*"?` : "--list shows them all";
}
