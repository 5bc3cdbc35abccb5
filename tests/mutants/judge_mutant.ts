import { LAWS } from "../../lib/contract/explore/laws.ts";
import type { Verdict } from "../../lib/contract/run_events.ts";
import type { Suite } from "../../lib/contract/suite.ts";
import type { Mutant } from "./mutant.ts";

/** One row of the table. */
export interface Finding {
  readonly id: string;
  /** What was broken. */
  readonly breaks: string;
  /** Who noticed. */
  readonly caughtBy: readonly string[];
  /** Who should have noticed and did not, or what kept us from finding out; empty when all is well. */
  readonly problems: readonly string[];
}

/** Whether an id is that of a document that tries a law. */
function tries(id: string, law: string): boolean {
  return new RegExp(`^explore-${law}-\\d+-\\d+$`).test(id);
}

/** Whether an id is that of a case, or of one of its rows. */
function isOf(id: string, name: string): boolean {
  return id === name || id.startsWith(`${name}[`);
}

/**
 * Chooses what a mutant is judged by.
 *
 * @param mutant The mutant.
 * @param verdicts Of cases and laws of all mutants.
 * @returns Those of its own.
 */
export function verdictsOf({ cases, laws }: Mutant, verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.filter(({ id }) =>
    cases.some((name) => isOf(id, name)) || laws.some((law) => tries(id, law))
  );
}

/**
 * Checks what a mutant says of the suite: its cases exist, and one of them proves each statement it breaks.
 *
 * @param mutant The mutant.
 * @param suite Has the cases.
 * @returns What is wrong; empty when nothing is.
 */
export function checkMutant(mutant: Mutant, suite: Suite): string[] {
  const ids = suite.cases.flatMap(({ name, rows, proves }) => [
    { id: name, proves },
    ...rows.map(({ label }) => ({ id: `${name}[${label}]`, proves })),
  ]);
  const unknown = mutant.cases.filter((name) => !ids.some(({ id }) => id === name));
  if (unknown.length > 0) return unknown.map((name) => `there is no case "${name}"`);
  const strangers = mutant.laws.filter((name) => !LAWS.some(({ id }) => id === name));
  if (strangers.length > 0) return strangers.map((name) => `there is no law "${name}"`);
  const proved = new Set(
    [
      ...ids.filter(({ id }) => mutant.cases.includes(id)),
      ...LAWS.filter(({ id }) => mutant.laws.includes(id)),
    ].flatMap(({ proves }) => proves),
  );
  return mutant.statements.filter((statement) => !proved.has(statement))
    .map((statement) => `none of its cases proves ${statement}`);
}

/**
 * Judges a mutant: each of its cases must break, on a backend where it passes with the sound server.
 *
 * @param mutant The mutant.
 * @param verdicts Of its cases: `sound` without the change, `broken` with it.
 * @returns Its row of the table.
 */
export function judgeMutant(
  mutant: Mutant,
  { sound, broken }: { readonly sound: readonly Verdict[]; readonly broken: readonly Verdict[] },
): Finding {
  const passing = new Set(
    sound.filter(({ outcome }) => outcome === "pass").map(({ id, backend }) => `${backend} ${id}`),
  );
  // An error is no catch: where nothing can be set up, any case would have noticed.
  const noticed = broken.filter(({ id, backend, outcome }) =>
    outcome === "fail" && passing.has(`${backend} ${id}`)
  );
  const hasNoticed = (name: string) => noticed.some(({ id }) => isOf(id, name));
  const hasBroken = (law: string) => noticed.some(({ id }) => tries(id, law));
  return {
    id: mutant.id,
    breaks: mutant.breaks,
    caughtBy: [
      ...mutant.cases.filter(hasNoticed),
      ...mutant.laws.filter(hasBroken).map((law) => `law ${law}`),
    ],
    problems: [
      ...mutant.cases.filter((name) => !hasNoticed(name)).map((name) => `"${name}" does not notice`),
      ...mutant.laws.filter((law) => !hasBroken(law)).map((law) => `law "${law}" is not broken`),
    ],
  };
}

/**
 * Judges the sound server by the cases that are to catch mutants: a case that fails anyway catches nothing.
 *
 * @param verdicts Of all those cases.
 * @returns The first row of the table.
 */
export function judgeSound(verdicts: readonly Verdict[]): Finding {
  return {
    id: "none",
    breaks: "Nothing: the server as it is",
    caughtBy: [],
    problems: verdicts.filter(({ outcome }) => outcome !== "pass")
      .map(({ id, backend, outcome, reason }) => `"${id}" on ${backend}: ${reason ?? outcome}`),
  };
}
