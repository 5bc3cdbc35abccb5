import type { Settings } from "../config/settings.ts";
import { type Credential, fixedCredential } from "./credential.ts";
import { TokenSession, type TokenSessionOptions } from "./token_session.ts";

/** The settings that say which API is spoken to, and as whom. */
export type Login = Pick<Settings, "api" | "apiKey" | "credentialKind" | "tenantId" | "requestTimeout">;

/**
 * What requests carry by the settings in force: the key as it is, or a session that trades a token of the older
 * generation for short-lived ones.
 *
 * Source: `reference/prefect-api.md` §1.3 (headers), §2; statements S04, S05, S23, S24.
 *
 * @param login The settings.
 * @param options How a session sends its own documents, and who hears its warnings.
 * @returns The credential, `undefined` where no key or token is set.
 *
 * @example The open server backend
 * ```ts
 * import { createCredential } from "./login.ts";
 * import { resolveSettings } from "../config/settings.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const login = resolveSettings({ flags: { backend: "server" }, environment: {} });
 * assertEquals(createCredential(login, { send: () => Promise.resolve({}) }), undefined);
 * ```
 */
export function createCredential(
  login: Login,
  options: Pick<TokenSessionOptions, "send" | "warn">,
): Credential | undefined {
  const secret = login.apiKey.value;
  const tenantId = login.tenantId.value;
  if (secret === undefined) return undefined;
  return login.credentialKind === "token"
    ? new TokenSession({ ...options, token: secret, tenantId })
    : fixedCredential(secret, tenantId);
}
