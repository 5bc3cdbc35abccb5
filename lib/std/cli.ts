/**
 * The part of `@std/cli` this project uses, with its signature, over `node:util`.
 *
 * @module
 */

import { parseArgs as parseNodeArgs } from "node:util";

/** Which flags take no value, and which take text. */
export interface ParseOptions<B extends string, S extends string> {
  /** Flags that are `true` when given and `false` when not. */
  readonly boolean?: readonly B[];
  /** Flags followed by a value. */
  readonly string?: readonly S[];
}

/** The flags by name, and under `_` the rest in order. */
export type Args<B extends string, S extends string> =
  & { _: (string | number)[] }
  & { [K in B]: boolean }
  & { [K in S]?: string };

/**
 * Reads a command line. As in `@std/cli`, a positional argument that looks like a number becomes one, and
 * unknown flags are kept.
 *
 * @param args The arguments, such as `Deno.args`.
 * @param options Which flags there are.
 * @returns The flags and the rest.
 *
 * @example A flag, a value and a rest
 * ```ts
 * import { parseArgs } from "./cli.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const args = parseArgs(["--quiet", "--only", "lint", "a"], { boolean: ["quiet"], string: ["only"] });
 * assertEquals([args.quiet, args.only, args._], [true, "lint", ["a"]]);
 * ```
 */
export function parseArgs<B extends string = never, S extends string = never>(
  args: readonly string[],
  options: ParseOptions<B, S> = {},
): Args<B, S> {
  const booleans = options.boolean ?? [];
  const { values, positionals } = parseNodeArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: Object.fromEntries([
      ...booleans.map((name) => [name, { type: "boolean" as const, default: false }]),
      ...(options.string ?? []).map((name) => [name, { type: "string" as const }]),
    ]),
  });
  const rest = positionals.map((text) => /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
  return { ...values, _: rest } as unknown as Args<B, S>;
}
