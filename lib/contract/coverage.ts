import type { Case, Suite } from "./suite.ts";

/** A statement and the cases that prove it. */
export interface StatementCoverage {
  /** Such as `S46`. */
  readonly id: string;
  /** The sentence. */
  readonly text: string;
  /** Whether the suite has to prove it. */
  readonly suite: boolean;
  /** Ids of cases. */
  readonly cases: readonly string[];
}

/**
 * Finds, for each statement, the cases that name it.
 *
 * @param suite The fixtures.
 * @returns Every statement, in the order of its file.
 */
export function coverage(suite: Suite): StatementCoverage[] {
  const proving = (id: string) =>
    suite.cases.filter((each: Case) => each.proves.includes(id)).map(({ name }) => name);
  return suite.statements.map((statement) => ({ ...statement, cases: proving(statement.id) }));
}

/**
 * Writes the coverage as a table.
 *
 * @param rows From {@linkcode coverage}.
 * @returns One line for each statement: id, number of cases, the sentence, the cases; then the sum.
 */
export function formatCoverage(rows: readonly StatementCoverage[]): string {
  const lines = rows.map(({ id, text, suite, cases }) => {
    const found = cases.length > 0
      ? cases.join(" ")
      : suite
      ? "no case yet"
      : "proved by tests, not by cases";
    return `${id}  ${String(cases.length).padStart(3)}  ${text}\n          ${found}`;
  });
  const due = rows.filter(({ suite }) => suite);
  const proved = due.filter(({ cases }) => cases.length > 0).length;
  return `${lines.join("\n")}\n${proved} of ${due.length} statements the suite must prove have a case\n`;
}
