import { formatTimestamp } from "../core/timestamp.ts";

const FIXED = ["run", "case", "backend", "key", "uuid", "now"];
const SHIFTED_REGEXP = /^now([+-])(\d{1,6})([smhd])$/;
const MILLISECONDS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Tells whether a name has a value in every template.
 *
 * @param name Such as `run` or `now+1h`.
 * @returns `true` when it has.
 *
 * @example A shifted moment
 * ```ts
 * import { isBuiltinName } from "./builtin_names.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([isBuiltinName("now-30d"), isBuiltinName("now-30y")], [true, false]);
 * ```
 */
export function isBuiltinName(name: string): boolean {
  return FIXED.includes(name) || SHIFTED_REGEXP.test(name);
}

/**
 * The value of `now` and its shifted forms.
 *
 * @param name Such as `now+1h`.
 * @param start The moment `now` stands for, in milliseconds since 1970.
 * @returns ISO 8601 in UTC; `undefined` for any other name.
 *
 * @example An hour later
 * ```ts
 * import { momentNamed } from "./builtin_names.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(momentNamed("now+1h", 0), "1970-01-01T01:00:00+00:00");
 * ```
 */
export function momentNamed(name: string, start: number): string | undefined {
  if (name === "now") return formatTimestamp(start);
  const [, sign, count, unit] = SHIFTED_REGEXP.exec(name) ?? [];
  if (unit === undefined) return undefined;
  const shift = Number(count) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
  return formatTimestamp(start + (sign === "-" ? -shift : shift));
}
