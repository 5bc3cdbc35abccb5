import { Secret } from "../core/secret.ts";

/** Values as they go over the wire, and the secrets that were among them. */
export interface Unwrapped {
  /** The value with every secret revealed. */
  readonly value: unknown;
  /** What was revealed. */
  readonly secrets: readonly Secret[];
}

/**
 * Reveals the secrets among the variables of a request. Only the transport calls this.
 *
 * @param value Any value of plain objects and lists.
 * @returns The value to send, and the secrets in it.
 *
 * @example A secret to store
 * ```ts
 * import { unwrapSecrets } from "./unwrap_secrets.ts";
 * import { Secret } from "../core/secret.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { value } = unwrapSecrets({ input: { name: "n", value: new Secret("s") } });
 * assertEquals(value, { input: { name: "n", value: "s" } });
 * ```
 */
export function unwrapSecrets(value: unknown): Unwrapped {
  const secrets: Secret[] = [];
  function unwrap(each: unknown): unknown {
    if (each instanceof Secret) {
      secrets.push(each);
      return each.reveal();
    }
    if (Array.isArray(each)) return each.map(unwrap);
    if (typeof each !== "object" || each === null || Object.getPrototypeOf(each) !== Object.prototype) {
      return each;
    }
    return Object.fromEntries(Object.entries(each).map(([key, member]) => [key, unwrap(member)]));
  }
  return { value: unwrap(value), secrets };
}
