import { ConfigurationError, UsageError } from "../core/errors.ts";
import type { ConfigEntry, Layer } from "./config_entry.ts";
import { isFalsy } from "./config_value.ts";
import type { Shadowed, Sourced } from "./sourced.ts";

/** What one source says of a setting, before it is known whether it wins. */
export interface Claim<T> extends Shadowed<T> {
  /** The kind of the source. */
  readonly layer: Layer;
}

/**
 * What sources say of a setting that is a text. Unset values fall through; numbers stay as they were written, for a
 * key may consist of digits.
 *
 * @param entries What the sources have, highest rank first.
 * @returns One claim per source that sets it.
 *
 * @example A key of digits
 * ```ts
 * import { textClaims } from "./claim.ts";
 * import { readEnvironment } from "./config_entry.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const [claim] = textClaims(readEnvironment({ PREFECT__CLOUD__API_KEY: "0123" }));
 * assertEquals(claim?.value, "0123");
 * ```
 */
export function textClaims(entries: readonly ConfigEntry[]): Claim<string>[] {
  return entries.filter(({ value }) => !isFalsy(value)).map(({ value, text, layer, origin }) => ({
    value: typeof value === "string" ? value : text,
    layer,
    ...origin,
  }));
}

/** A setting that nobody has set. */
export const UNSET: Sourced<undefined> = { value: undefined, source: "default", shadowed: [] };

/**
 * Lets the first claim win.
 *
 * @param claims Highest rank first.
 * @returns The setting with what it overrides, `undefined` when there is no claim.
 *
 * @example Nobody says anything
 * ```ts
 * import { settle } from "./claim.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(settle([]), undefined);
 * ```
 */
export function settle<T>(claims: readonly Claim<T>[]): Sourced<T> | undefined {
  const [first, ...shadowed] = claims.map(({ layer: _, ...claim }): Shadowed<T> => claim);
  return first && { ...first, shadowed };
}

/**
 * The error about a value that cannot be used.
 *
 * @param claim The value and its source.
 * @param options What the setting is called, and what was `expected`.
 * @returns Wrong usage when the value came by flag, broken configuration else.
 *
 * @example A line in a file
 * ```ts
 * import { invalidClaim } from "./claim.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const claim = { value: "x", layer: "file", source: "file c.toml", line: 3 } as const;
 * assertEquals(
 *   invalidClaim(claim, { setting: "backend", expected: "cloud" }).message,
 *   'Cannot use the backend "x" from file c.toml:3: expected cloud',
 * );
 * ```
 */
export function invalidClaim(
  claim: Claim<unknown>,
  options: { readonly setting: string; readonly expected: string },
): ConfigurationError | UsageError {
  const place = claim.line === undefined ? claim.source : `${claim.source}:${claim.line}`;
  const message =
    `Cannot use the ${options.setting} "${claim.value}" from ${place}: expected ${options.expected}`;
  return claim.layer === "flag" ? new UsageError(message) : new ConfigurationError(message);
}
