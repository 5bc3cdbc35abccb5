import type { ApiKey } from "./api_keys.ts";

const DAY = 86_400_000;

/** A key, and how long it still lives. */
export interface ExpiringKey extends ApiKey {
  /** Whole days until it expires; negative when it has. */
  readonly days_left: number;
}

/**
 * The keys that expire soon, or have expired.
 *
 * @param keys As the API lists them.
 * @param options `days`: what counts as soon; `now`: milliseconds since 1970.
 * @returns The keys, the most urgent first.
 *
 * @example A key without an expiry never expires (S09)
 * ```ts
 * import { expiringKeys } from "./expiring_keys.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const key = { id: "a", name: "ci", user_id: "u", default_tenant_id: null, created: "2026-01-01T00:00:00+00:00" };
 * const keys = [{ ...key, expires_at: null }, { ...key, expires_at: "2026-01-08T12:00:00+00:00" }];
 * const soon = expiringKeys(keys, { days: 30, now: Date.parse("2026-01-01T00:00:00Z") });
 * assertEquals(soon.map(({ days_left }) => days_left), [7]);
 * ```
 */
export function expiringKeys(
  keys: readonly ApiKey[],
  options: { readonly days: number; readonly now: number },
): readonly ExpiringKey[] {
  return keys.flatMap((key) => {
    if (key.expires_at === null) return [];
    const days_left = Math.floor((Date.parse(key.expires_at) - options.now) / DAY);
    return days_left < options.days ? [{ ...key, days_left }] : [];
  }).sort((a, b) => a.days_left - b.days_left);
}
