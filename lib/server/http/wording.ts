/**
 * Clients match on the messages of graphql-js 14, which Prefect's gateway runs; the library here is version 16.
 * What changed between them and can be met is said here, pattern by pattern.
 *
 * Source: `reference/hasura.md` §1.1, `reference/prefect-api.md` §7.1.
 *
 * @module
 */
const REWORDINGS: ReadonlyArray<readonly [newer: RegExp, older: string]> = [
  [
    /^Unknown argument "(\w+)" on field "(\w+)\.(\w+)"\./,
    'Unknown argument "$1" on field "$3" of type "$2".',
  ],
  [/^There can be only one variable named "\$(\w+)"\.$/, 'There can be only one variable named "$1".'],
  [/^Unknown directive "@(\w+)"\.$/, 'Unknown directive "$1".'],
  [/^Directive "@(\w+)" may not be used on (\w+)\.$/, 'Directive "$1" may not be used on $2.'],
  [/^The directive "@(\w+)" can only be used once/, 'The directive "$1" can only be used once'],
  [/ because "(\w+)" and "(\w+)" are different fields/g, " because $1 and $2 are different fields"],
  [/ within itself via "(.+)"\.$/, " within itself via $1."],
  [/^(Syntax Error: .+)\.$/s, "$1"],
  [/(?<=^Syntax Error: .*)"([!$&():=@[\]{|}]|\.{3})"/gs, "$1"],
];

/**
 * A message of graphql-js 16 in the words of version 14.
 *
 * @param message From the parser or a validation rule.
 * @returns The older message.
 *
 * @example An unknown argument
 * ```ts
 * import { olderWording } from "./wording.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   olderWording('Unknown argument "bogus" on field "Query.flow".'),
 *   'Unknown argument "bogus" on field "flow" of type "Query".',
 * );
 * ```
 */
export function olderWording(message: string): string {
  return REWORDINGS.reduce((text, [newer, older]) => text.replace(newer, older), message);
}
