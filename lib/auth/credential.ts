import type { Settings } from "../config/settings.ts";
import type { Secret } from "../core/secret.ts";

/** The settings that say which API is spoken to, and as whom. */
export type Login = Pick<
  Settings,
  "backend" | "api" | "apiKey" | "credentialKind" | "tenantId" | "requestTimeout"
>;

/** What one request carries. Only the transport reveals the secret. */
export interface Authorization {
  /** Sent as `authorization: Bearer …`. */
  readonly bearer: Secret;
  /** Sent as `x-prefect-tenant-id`. */
  readonly tenantId?: string;
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
