import { checkName } from "./check_name.ts";

/** A name that stands in a document as it is, without quotes: `desc`, `USER`. */
export class EnumValue {
  /** The name. */
  readonly name: string;

  /**
   * Wraps a name.
   *
   * @param name A GraphQL name.
   * @throws {TypeError} When it is none.
   */
  constructor(name: string) {
    this.name = checkName(name);
  }

  /**
   * The bare name.
   *
   * @returns The name.
   */
  toString(): string {
    return this.name;
  }
}

/**
 * A name that stands in a document as it is, without quotes.
 *
 * @param name A GraphQL name.
 * @returns The value to use among arguments.
 * @throws {TypeError} When it is no GraphQL name.
 *
 * @example A direction
 * ```ts
 * import { enumValue } from "./enum_value.ts";
 * import { withArgs } from "./with_args.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(withArgs("flow", { order_by: { name: enumValue("asc") } }), "flow(order_by: { name: asc })");
 * ```
 */
export function enumValue(name: string): EnumValue {
  return new EnumValue(name);
}
