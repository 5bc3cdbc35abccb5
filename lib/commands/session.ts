import type { StricliProcess } from "@stricli/core";
import { findTenant } from "../admin/tenants.ts";
import { loadSettings } from "../auth/load_settings.ts";
import type { Settings, SettingsFlags } from "../config/settings.ts";
import type { FileText } from "../config/toml_text.ts";
import { parsePythonUuid } from "../core/uuid.ts";
import type { Secret } from "../core/secret.ts";
import type { GraphQLClient } from "../graphql/client.ts";
import { connect } from "../graphql/connect.ts";
import { readEnvironment } from "./read_environment.ts";
import type { TargetFlags } from "./target_flags.ts";

/** The settings in force, and a client by them. */
export interface Session {
  readonly settings: Settings;
  /** Sends nothing before it is used. */
  readonly client: GraphQLClient;
}

/** The target of a command; what it prints and how is no matter here. */
export type TargetChoice = Pick<TargetFlags, "backend" | "api" | "apiKey" | "tenant">;

async function readText(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  }
}

/**
 * Reads a text file that need not be there.
 *
 * @param path Where it would be.
 * @returns The file, or `undefined`.
 */
export async function readFileText(path: string): Promise<FileText | undefined> {
  const text = await readText(path);
  return text === undefined ? undefined : { path, text };
}

/**
 * Resolves the settings from the command line, this process's environment and Prefect's files.
 *
 * @param flags What the command line says.
 * @returns The settings in force.
 * @throws {ConfigurationError} When a source cannot be used.
 */
export async function openSettings(flags: SettingsFlags): Promise<Settings> {
  return await loadSettings(flags, { environment: await readEnvironment(), readText });
}

/**
 * The same settings with another tenant.
 *
 * @param settings The settings in force.
 * @param tenantId The tenant; `undefined` for the default tenant of the key.
 * @returns The settings with it.
 */
export function withTenant(settings: Settings, tenantId: string | undefined): Settings {
  const source = tenantId === undefined ? "default" : "flag --tenant";
  return { ...settings, tenantId: { value: tenantId, source, shadowed: [] } };
}

/**
 * The same settings with another key; the tenant of the old one says nothing about the new.
 *
 * @param settings The settings in force.
 * @param apiKey The other key.
 * @returns The settings with it.
 */
export function withKey(settings: Settings, apiKey: Secret): Settings {
  return {
    ...withTenant(settings, undefined),
    apiKey: { value: apiKey, source: "flag --api-key", shadowed: [] },
    credentialKind: "key",
  };
}

/**
 * Resolves the settings and makes a client by them.
 *
 * @param flags What the command line says; `tenant` may be a slug, which is then looked up.
 * @param options `terminal` hears warnings on its `stderr`.
 * @returns Settings and client.
 * @throws {ConfigurationError} When a source cannot be used.
 * @throws {NotDoneError} When there is no tenant of that slug.
 */
export async function openSession(
  flags: TargetChoice,
  options: { readonly terminal: StricliProcess },
): Promise<Session> {
  const warn = (message: string) => void options.terminal.stderr.write(`proctor: Warning: ${message}\n`);
  const { tenant, ...rest } = flags;
  if (tenant === undefined || parsePythonUuid(tenant) !== undefined) {
    const settings = await openSettings(flags);
    return { settings, client: connect(settings, { warn }) };
  }
  const settings = await openSettings(rest);
  const { id } = await findTenant(connect(withTenant(settings, undefined)), tenant);
  const chosen = withTenant(settings, id);
  return { settings: chosen, client: connect(chosen, { warn }) };
}
