import { checkName } from "./check_name.ts";
import { type Arguments, renderArguments } from "./render_value.ts";

/**
 * A field with arguments: a key of a structure.
 *
 * Source: `reference/prefect-api.md` §4.2 (`with_args`).
 *
 * @param field The field, with an alias where wanted.
 * @param args Arguments by name, or their text as it shall stand.
 * @returns Such as `flow(limit: 1)`; the field alone when there are no arguments.
 * @throws {TypeError} When a value has no form in GraphQL.
 *
 * @example As the Python client writes it
 * ```ts
 * import { withArgs } from "./with_args.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   withArgs("flow", { where: { id: { _eq: "x" } }, limit: 1 }),
 *   'flow(where: { id: { _eq: "x" } }, limit: 1)',
 * );
 * ```
 */
export function withArgs(field: string, args: Arguments | string): string {
  const text = typeof args === "string" ? args : renderArguments(args, field);
  return text.trim() === "" ? field : `${field}(${text})`;
}

/**
 * A field under another name: a key of a structure.
 *
 * @param alias The name in the answer.
 * @param field The field, with arguments where wanted.
 * @returns Such as `latest: flow(limit: 1)`.
 * @throws {TypeError} When the alias is no GraphQL name.
 *
 * @example One table twice
 * ```ts
 * import { withAlias } from "./with_args.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(withAlias("all", "flow"), "all: flow");
 * ```
 */
export function withAlias(alias: string, field: string): string {
  return `${checkName(alias)}: ${field}`;
}

/**
 * A field, spread or operation with a directive: a key of a structure.
 *
 * @param target What the directive belongs to.
 * @param directive Its name, without `@`.
 * @param options Its arguments by name.
 * @returns Such as `name @include(if: $full)`.
 * @throws {TypeError} When the directive is no GraphQL name, or an argument has no form in GraphQL.
 *
 * @example A field on demand
 * ```ts
 * import { withDirective } from "./with_args.ts";
 * import { variable } from "./variable.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(withDirective("name", "include", { if: variable("full") }), "name @include(if: $full)");
 * ```
 */
export function withDirective(target: string, directive: string, options: Arguments = {}): string {
  return `${target} ${withArgs(`@${checkName(directive)}`, options)}`;
}
