/** What Prefect's settings are made of, for programs that may read these variables and no others. */
const NAMES = [
  "HOME",
  "PREFECT__BACKEND",
  "PREFECT__BACKEND_CONFIG_PATH",
  "PREFECT__CLOUD__AGENT__AUTH_TOKEN",
  "PREFECT__CLOUD__API",
  "PREFECT__CLOUD__API_KEY",
  "PREFECT__CLOUD__AUTH_TOKEN",
  "PREFECT__CLOUD__ENDPOINT",
  "PREFECT__CLOUD__GRAPHQL",
  "PREFECT__CLOUD__REQUEST_TIMEOUT",
  "PREFECT__CLOUD__TENANT_ID",
  "PREFECT__HOME_DIR",
  "PREFECT__SERVER__ENDPOINT",
  "PREFECT__SERVER__HOST",
  "PREFECT__SERVER__PORT",
  "PREFECT__USER_CONFIG_PATH",
] as const;

/**
 * The environment that settings are resolved from: all of it where Deno permits that, otherwise the variables that
 * Prefect's settings are known to use.
 *
 * @returns Values by name.
 * @throws {Deno.errors.NotCapable} When even these may not be read.
 */
export async function readEnvironment(): Promise<Record<string, string>> {
  if ((await Deno.permissions.query({ name: "env" })).state === "granted") return Deno.env.toObject();
  const found: Record<string, string> = {};
  for (const name of NAMES) {
    const value = Deno.env.get(name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
