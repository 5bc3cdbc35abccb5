const NAME_REGEXP = /^[_A-Za-z]\w*$/;

/**
 * Lets a GraphQL name pass.
 *
 * Source: GraphQL specification, October 2021, §2.1.9 (names).
 *
 * @param name Any text.
 * @returns The name.
 * @throws {TypeError} When it is no name.
 *
 * @example A blank
 * ```ts
 * import { checkName } from "./check_name.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(checkName("flow_run"), "flow_run");
 * assertThrows(() => checkName("flow run"), TypeError);
 * ```
 */
export function checkName(name: string): string {
  if (NAME_REGEXP.test(name)) return name;
  throw new TypeError(
    `Cannot use ${JSON.stringify(name)} as a name: expected letters, digits and _, no digit first`,
  );
}
