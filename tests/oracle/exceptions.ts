/** Where we differ from PostgreSQL on purpose: question, parameters, why. An exception that agrees is a failure. */
export const EXCEPTIONS: ReadonlyArray<readonly [question: string, parameters: RegExp, reason: string]> = [
  ["timestamptz", /^2019-01-01X/, "PostgreSQL reads any letter there, as it happens"],
  ["interval", /^100:00:00$/, "a length is one number here: hours beyond a day and days are not kept apart"],
];

/** An answer of PostgreSQL, or of ours. */
export type Answer = { readonly value?: string; readonly error?: string };

/** Whether a case is one of {@linkcode EXCEPTIONS}. */
export function isException(question: string, parameters: readonly string[]): boolean {
  return EXCEPTIONS.some(([name, pattern]) => name === question && pattern.test(parameters.join()));
}
