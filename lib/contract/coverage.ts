import type { Suite } from "./suite.ts";

/** What is known of a server that was broken on purpose. */
export interface CaughtMutant {
  /** The statements that it breaks. */
  readonly statements: readonly string[];
  /** The cases, or rows of cases, that catch it. */
  readonly cases: readonly string[];
}

/** A case, and how many mutants it catches. */
export interface CaseCoverage {
  /** Its id. */
  readonly id: string;
  /** Mutants that it is known to catch; left out when none are known at all. */
  readonly mutants?: number;
}

/** A statement and the cases that prove it. */
export interface StatementCoverage {
  /** Such as `S46`. */
  readonly id: string;
  /** The sentence. */
  readonly text: string;
  /** Whether the suite has to prove it. */
  readonly suite: boolean;
  /** In the order of the fixtures. */
  readonly cases: readonly CaseCoverage[];
  /** Mutants that break it and are caught; left out when none are known at all. */
  readonly mutants?: number;
}

/**
 * Finds, for each statement, the cases that name it, and the mutants that they catch.
 *
 * @param suite The fixtures.
 * @param mutants What the cases are known to catch; `undefined` when that is not known.
 * @returns Every statement, in the order of its file.
 */
export function coverage(
  { cases, statements }: Pick<Suite, "cases" | "statements">,
  mutants?: readonly CaughtMutant[],
): StatementCoverage[] {
  const caughtBy = (id: string) => {
    const own = mutants?.filter((mutant) => mutant.cases.some((name) => name.split("[", 1)[0] === id));
    return own && { mutants: own.length };
  };
  return statements.map((statement) => ({
    ...statement,
    ...(mutants && { mutants: mutants.filter((mutant) => mutant.statements.includes(statement.id)).length }),
    cases: cases.filter(({ proves }) => proves.includes(statement.id))
      .map(({ name }) => ({ id: name, ...caughtBy(name) })),
  }));
}

function formatCases({ cases, suite }: StatementCoverage): string {
  if (cases.length === 0) return suite ? "no case yet" : "proved by tests, not by cases";
  return cases.map(({ id, mutants }) => mutants ? `${id} (${mutants})` : id).join(" ");
}

/**
 * Writes the coverage as a table.
 *
 * @param rows From {@linkcode coverage}.
 * @returns Two lines for each statement: id, number of cases, number of mutants if known, and the sentence; then the
 * cases, each with its mutants. The sum is the last line.
 */
export function formatCoverage(rows: readonly StatementCoverage[]): string {
  const isKnown = rows.some(({ mutants }) => mutants !== undefined);
  const count = (number: number | undefined, head: string) => `${number ?? ""}`.padStart(head.length);
  const lines = rows.map((row) => {
    const { id, text, cases, mutants } = row;
    const counts = [count(cases.length, "CASES"), ...(isKnown ? [count(mutants, "MUTANTS")] : [])];
    return `${id}  ${counts.join("  ")}  ${text}\n     ${formatCases(row)}`;
  });
  const due = rows.filter(({ suite }) => suite);
  const proved = due.filter(({ cases }) => cases.length > 0).length;
  const foot = `${proved} of ${due.length} statements the suite must prove have a case`;
  const source =
    "a number beside a case counts the mutants of tests/mutants that it catches: deno task mutants";
  return [
    `ID   CASES${isKnown ? "  MUTANTS" : ""}  STATEMENT`,
    ...lines,
    ...(isKnown ? [source] : []),
    `${foot}\n`,
  ].join("\n");
}
