import { clearAuthFile, writeAuthFile } from "../auth/auth_file.ts";
import { writeSavedSettings } from "../auth/saved_settings.ts";
import { loginPaths } from "../config/paths.ts";
import type { Settings } from "../config/settings.ts";
import type { Sourced } from "../config/sourced.ts";
import { ConfigurationError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import { readFileText } from "./session.ts";
import { writeFile } from "./write_file.ts";

/**
 * Saves a key and its tenant where the Python client saves them and every later process finds them (S30, S35).
 *
 * @param settings Say where.
 * @param login The key; without a tenant, the key's default tenant is in use.
 * @returns The path of the file.
 */
export async function saveLogin(
  settings: Settings,
  login: { readonly apiKey: Secret; readonly tenantId?: string | undefined },
): Promise<string> {
  const { auth } = loginPaths(settings.homeDir.value, settings.api.value);
  const text = writeAuthFile(await readFileText(auth), settings.api.value, login);
  await writeFile(auth, text, { secret: true });
  return auth;
}

/**
 * Saves a token of the older generation where its clients save it.
 *
 * @param settings Say where.
 * @param login The token and the active tenant.
 * @returns The path of the file.
 */
export async function saveTokenLogin(
  settings: Settings,
  login: { readonly apiToken: Secret; readonly activeTenantId?: string | undefined },
): Promise<string> {
  const { saved } = loginPaths(settings.homeDir.value, settings.api.value);
  await writeFile(saved, writeSavedSettings(login), { secret: true });
  return saved;
}

/**
 * Forgets key and tenant (S36).
 *
 * @param settings Say where they are.
 */
export async function forgetLogin(settings: Settings): Promise<void> {
  const { auth, saved } = loginPaths(settings.homeDir.value, settings.api.value);
  const [authFile, savedFile] = [await readFileText(auth), await readFileText(saved)];
  if (authFile) await writeFile(auth, clearAuthFile(authFile, settings.api.value), { secret: true });
  if (savedFile) await Deno.remove(saved);
}

/**
 * Whether a setting is what a login saved; one from elsewhere would go on being used whatever is saved.
 *
 * @param settings The settings in force.
 * @param setting One of them.
 * @returns `true` also when nothing is set.
 */
export function isSaved(settings: Settings, setting: Sourced<unknown>): boolean {
  const { auth, saved } = loginPaths(settings.homeDir.value, settings.api.value);
  return setting.value === undefined || [auth, saved].some((path) => setting.source === `file ${path}`);
}

/**
 * Stops a command that changes the saved key while another one is in force, which would go on being used.
 *
 * Source: `reference/prefect-api.md` §3.1.
 *
 * @param settings The settings in force, without flags.
 * @param purpose Such as `log in`.
 * @throws {ConfigurationError} When the key is set in the environment or in `config.toml`.
 */
export function requireSavedKey(settings: Settings, purpose: string): void {
  if (isSaved(settings, settings.apiKey)) return;
  throw new ConfigurationError(
    `Your API key is set in the Prefect config instead of with the CLI: to ${purpose} with the CLI, remove it from ${settings.apiKey.source}`,
  );
}
