import { UsageError } from "../core/errors.ts";
import { nameHint } from "./nearest_name.ts";
import type { Target } from "./run_events.ts";
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
  /** Ids of cases or rows; `*` and `?` stand for any text and any character. */
  readonly ids?: readonly string[];
  /** Cases with one of these tags. */
  readonly tags?: readonly string[];
  /** Cases of one of these levels. */
  readonly levels?: readonly Level[];
}

function glob(pattern: string): RegExp {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^(?:${source})$`, "su");
}

/** The id of a case with a row. */
function idOf(each: Case, row: Row): string {
  return row.label === "" ? each.name : `${each.name}[${row.label}]`;
}

/**
 * Lists what is to be run: cases in the order of their files, each with its rows, each row on its targets.
 *
 * @param cases From the suite.
 * @param options The targets, and what narrows the choice.
 * @returns The instances.
 * @throws {UsageError} When an id or a tag stands for nothing, or nothing is left.
 */
export function selectInstances(
  cases: readonly Case[],
  options: { targets: readonly Target[]; selection: Selection },
): Instance[] {
  const { targets, selection: { ids = [], tags = [], levels = [] } } = options;
  const patterns = ids.map((id) => ({ id, regexp: glob(id), used: false }));
  const known = new Set(cases.flatMap((each) => each.tags));
  for (const tag of tags) {
    if (!known.has(tag)) {
      throw new UsageError(`Select tag "${tag}" failed: no case has it, ${nameHint(tag, known)}`);
    }
  }
  const chosen: Instance[] = [];
  for (const each of cases) {
    for (const row of each.rows) {
      const id = idOf(each, row);
      const hits = patterns.filter(({ regexp }) => regexp.test(id) || regexp.test(each.name));
      for (const hit of hits) hit.used = true;
      if (patterns.length > 0 && hits.length === 0) continue;
      if (tags.length > 0 && !each.tags.some((tag) => tags.includes(tag))) continue;
      if (levels.length > 0 && !levels.includes(each.level)) continue;
      const here = targets.filter(({ backend }) => each.backends.includes(backend));
      chosen.push(...here.map((target) => ({ id, case: each, row, target })));
    }
  }
  const idle = patterns.find(({ used }) => !used);
  if (idle) {
    const names = cases.map(({ name }) => name);
    throw new UsageError(
      `Select case "${idle.id}" failed: no case has that id, ${shortHint(idle.id, names)}`,
    );
  }
  if (chosen.length === 0) {
    throw new UsageError("Select cases failed: none is left for these targets, tags and levels");
  }
  return chosen;
}

/** A list of hundreds of ids is no hint. */
function shortHint(id: string, names: readonly string[]): string {
  const hint = nameHint(id, names);
  return hint.startsWith("did you mean") ? hint : "--list shows them all";
}
