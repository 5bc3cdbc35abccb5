import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";

/** What the config of a hook has, exactly, and how the service says so. */
const CONFIGS: Readonly<Record<string, { readonly keys: readonly string[]; readonly expected: string }>> = {
  WEBHOOK: { keys: ["url"], expected: "`url`" },
  SLACK_WEBHOOK: { keys: ["url"], expected: "`url`" },
  TWILIO: {
    keys: ["account_sid", "auth_token", "messaging_service_sid", "to"],
    expected: "`account_sid`, `auth_token`, `messaging_service_sid`, and `to`",
  },
  PAGERDUTY: {
    keys: ["api_token", "routing_key", "severity"],
    expected: "`api_token`, `routing_key`, & `severity`",
  },
};

const SEVERITIES: ReadonlySet<JsonValue> = new Set(["info", "warning", "error", "critical"]);

function isEmpty(value: JsonValue): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/**
 * Checks the config of a cloud hook as far as the service does; whether anybody answers at an address shows later.
 *
 * Source: `reference/prefect-api.md` §6.6.
 *
 * @param type One of `cloud_hook_type`.
 * @param config What the request has as `config`.
 * @returns The config.
 * @throws {ApiError} When something lacks or is too much.
 *
 * @example A webhook has an address and nothing else
 * ```ts
 * import { cloudHookConfig } from "./cloud_hook_config.ts";
 * import { assertThrows } from "@std/assert";
 *
 * cloudHookConfig("WEBHOOK", { url: "https://example.com" });
 * assertThrows(() => cloudHookConfig("WEBHOOK", {}), Error, "Invalid config; expected `url`");
 * ```
 */
export function cloudHookConfig(type: string, config: JsonValue): JsonObject {
  const wanted = CONFIGS[type];
  if (!wanted) {
    // Prefect writes an omitted config as null into a column that takes none.
    if (!isJsonObject(config)) throw new ApiError("Not-NULL violation.");
    return config;
  }
  const { keys, expected } = wanted;
  const found = isJsonObject(config) ? config : {};
  const fits = Object.keys(found).length === keys.length && keys.every((key) => Object.hasOwn(found, key));
  if (!fits || (type === "TWILIO" && isEmpty(found.to!))) {
    throw new ApiError(`Invalid config; expected ${expected}`);
  }
  if (type === "PAGERDUTY" && !SEVERITIES.has(found.severity!)) {
    throw new ApiError("Invalid config; severity must be one of {info, warning, error, critical}");
  }
  return found;
}
