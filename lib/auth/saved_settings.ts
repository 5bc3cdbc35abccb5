import { stringify } from "@std/toml";
import type { SavedLogin } from "../config/settings.ts";
import type { FileText } from "../config/toml_text.ts";
import type { Secret } from "../core/secret.ts";
import { readSavedLogin } from "./saved_login.ts";

/** What `client/<slug>/settings.toml` keeps: the login of the token generation. */
export interface SavedSettings {
  /** The token. */
  readonly apiToken?: Secret | undefined;
  /** The tenant that is logged in to; forgotten at logout. */
  readonly activeTenantId?: string | undefined;
}

/**
 * Reads the login of the token generation.
 *
 * Source: `reference/prefect-api.md` §2.1 (persistence).
 *
 * @param file `client/<slug>/settings.toml`.
 * @returns What was saved.
 * @throws {ConfigurationError} When the text is not TOML.
 *
 * @example A token and its tenant
 * ```ts
 * import { readSavedSettings } from "./saved_settings.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const login = readSavedSettings({ path: "s", text: 'api_token = "t"\nactive_tenant_id = "id"\n' });
 * assertEquals([login.kind, login.secret?.reveal(), login.tenantId], ["token", "t", "id"]);
 * ```
 */
export function readSavedSettings(file: FileText): SavedLogin {
  return readSavedLogin(file, {
    table: [],
    kind: "token",
    secret: "api_token",
    tenantId: "active_tenant_id",
  });
}

/**
 * Writes the login of the token generation, whole: the file belongs to one API.
 *
 * Source: `reference/prefect-api.md` §2.1 (persistence).
 *
 * @param settings What to keep; what is absent is left out.
 * @returns The text.
 *
 * @example After a logout only the token is left
 * ```ts
 * import { writeSavedSettings } from "./saved_settings.ts";
 * import { Secret } from "../core/secret.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(writeSavedSettings({ apiToken: new Secret("t") }), 'api_token = "t"\n');
 * ```
 */
export function writeSavedSettings({ apiToken, activeTenantId }: SavedSettings): string {
  return stringify({
    ...(apiToken && { api_token: apiToken.reveal() }),
    ...(activeTenantId && { active_tenant_id: activeTenantId }),
  });
}
