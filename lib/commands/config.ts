import type { Settings } from "../config/settings.ts";
import type { Origin, Sourced } from "../config/sourced.ts";
import { EXIT, type ExitCode } from "../core/errors.ts";
import type { Call } from "./define_command.ts";
import { Printer } from "./printer.ts";
import { openSettings } from "./session.ts";
import type { TargetFlags } from "./target_flags.ts";

/** The flags of `proctor config`, parsed. */
export interface ConfigFlags extends TargetFlags {
  /** Also show what each setting overrides. */
  readonly explain: boolean;
}

/** The settings under the names they have in Prefect's configuration. */
function named(settings: Settings): Readonly<Record<string, Sourced<unknown>>> {
  return {
    "backend": settings.backend,
    "cloud.api": settings.api,
    "cloud.api_key": settings.apiKey,
    "cloud.tenant_id": settings.tenantId,
    "cloud.agent.auth_token": settings.agentKey,
    "cloud.request_timeout": settings.requestTimeout,
    "home_dir": settings.homeDir,
  };
}

function place({ source, line }: Origin): string {
  return line === undefined ? source : `${source}:${line}`;
}

/** Secrets are masked by turning into text. */
function show(value: unknown): string {
  return value === undefined ? "-" : String(value);
}

/** Each setting, and below it what it overrides. */
function chains(settings: Settings) {
  return Object.entries(named(settings)).flatMap(([name, { value, shadowed, ...origin }]) => [
    { name, value: show(value), source: place(origin) },
    ...shadowed.map(({ value, ...origin }) => ({
      name: "",
      value: show(value),
      source: `overridden: ${place(origin)}`,
    })),
  ]);
}

/**
 * `proctor config`: the settings in force and where each came from; keys are masked.
 *
 * Source: statements S03, S58.
 *
 * @param flags The command line; `explain` adds what each setting overrides.
 * @param call Where to print.
 * @returns The exit code.
 * @throws {ConfigurationError} When a source cannot be used.
 */
export async function runConfig(flags: ConfigFlags, { terminal }: Call): Promise<ExitCode> {
  const settings = await openSettings(flags);
  const rows = chains(settings).filter(({ name }) => flags.explain || name !== "");
  const columns = [{ key: "name", empty: "" }, { key: "value" }, { key: "source" }];
  const printer = new Printer({ terminal, json: flags.json });
  if (flags.json) printer.result("", named(settings));
  else printer.rows(rows, columns, { none: "" });
  return EXIT.ok;
}
