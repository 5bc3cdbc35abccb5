import type { Settings } from "../config/settings.ts";
import { UsageError } from "../core/errors.ts";

/**
 * Stops what only Cloud has: keys, tokens, accounts.
 *
 * Source: `reference/prefect-api.md` §3.1 (group rule).
 *
 * @param settings The settings in force.
 * @throws {UsageError} On the server backend.
 */
export function requireCloud(settings: Settings): void {
  if (settings.backend.value === "cloud") return;
  throw new UsageError(
    `Prefect Server does not have authentication: the backend is "server" by ${settings.backend.source}, ` +
      "choose Prefect Cloud with --backend cloud or PREFECT__BACKEND=cloud",
  );
}
