import type { Secret } from "../core/secret.ts";

/** What one request carries. Only the transport reveals the secret. */
export interface Authorization {
  /** Sent as `authorization: Bearer …`. */
  readonly bearer: Secret;
  /** Sent as `x-prefect-tenant-id`. */
  readonly tenantId?: string | undefined;
}

/** Whatever can say what the next request carries: a key that never changes, or a session that renews itself. */
export interface Credential {
  /**
   * What the next request carries.
   *
   * @returns The secret and the tenant.
   */
  authorize(): Authorization | Promise<Authorization>;
}

/**
 * A credential that never changes.
 *
 * Source: `reference/prefect-api.md` §1.3 (headers); statement S04.
 *
 * @param bearer The key or token.
 * @param tenantId The tenant to act in; without one, the default tenant of the key.
 * @returns The credential.
 *
 * @example A key
 * ```ts
 * import { fixedCredential } from "./credential.ts";
 * import { Secret } from "../core/secret.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { bearer, tenantId } = await fixedCredential(new Secret("pcu_abcdefgh1234")).authorize();
 * assertEquals([`${bearer}`, tenantId], ["****1234", undefined]);
 * ```
 */
export function fixedCredential(bearer: Secret, tenantId?: string): Credential {
  return { authorize: () => ({ bearer, tenantId }) };
}
