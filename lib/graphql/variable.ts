import { checkName } from "./check_name.ts";

/** A variable used as a value: `$input`. */
export class Variable {
  /** The name, without `$`. */
  readonly name: string;

  /**
   * Names a variable.
   *
   * @param name A GraphQL name, without `$`.
   * @throws {TypeError} When it is none.
   */
  constructor(name: string) {
    this.name = checkName(name);
  }
}

/**
 * A variable used as a value. The operation declares it.
 *
 * @param name Its name, without `$`.
 * @returns The value to use among arguments.
 * @throws {TypeError} When it is no GraphQL name.
 *
 * @example An argument
 * ```ts
 * import { variable } from "./variable.ts";
 * import { withArgs } from "./with_args.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(withArgs("create_project", { input: variable("input") }), "create_project(input: $input)");
 * ```
 */
export function variable(name: string): Variable {
  return new Variable(name);
}
