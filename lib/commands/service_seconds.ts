import { ConfigurationError, UsageError } from "../core/errors.ts";
import { SERVICE_NAMES, type ServiceName } from "../server/services/background_service.ts";

/** The services that are to run, each with how often in seconds where that is said. */
export type ChosenServices = ReadonlyMap<ServiceName, number | undefined>;

/** What Prefect Server calls the setting of its scheduler, and what those of the others are called after it. */
const VARIABLES: Readonly<Record<ServiceName, string>> = {
  "scheduler": "PREFECT_SERVER__SERVICES__SCHEDULER__SCHEDULER_LOOP_SECONDS",
  "lazarus": "PREFECT_SERVER__SERVICES__LAZARUS__LAZARUS_LOOP_SECONDS",
  "zombie-killer": "PREFECT_SERVER__SERVICES__ZOMBIE_KILLER__ZOMBIE_KILLER_LOOP_SECONDS",
  "retention": "PREFECT_SERVER__SERVICES__RETENTION__RETENTION_LOOP_SECONDS",
};

/** How often each service runs, in seconds, when nobody says. Source: `reference/prefect-api.md` §6.7. */
const SECONDS: Readonly<Record<ServiceName, number>> = {
  "scheduler": 150,
  "lazarus": 600,
  "zombie-killer": 120,
  "retention": 3600,
};

/** Timers hold no more than this, in seconds: 24 days. */
const MOST_SECONDS = 2_000_000;

function readSeconds(text: string): number | undefined {
  const seconds = Number(text);
  return text.trim() !== "" && seconds > 0 && seconds <= MOST_SECONDS ? seconds : undefined;
}

/**
 * Reads the flag `--services`.
 *
 * @param text Names with commas between, each with `=SECONDS` where it is to run at another pace; or `none`.
 * @returns The services.
 * @throws {UsageError} When there is no such service or pace.
 *
 * @example The scheduler, twice a minute
 * ```ts
 * import { parseServices } from "./service_seconds.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...parseServices("scheduler=30,lazarus")], [["scheduler", 30], ["lazarus", undefined]]);
 * assertEquals(parseServices("none").size, 0);
 * ```
 */
export function parseServices(text: string): ChosenServices {
  if (text === "none") return new Map();
  return new Map(
    text.split(",").map((item) => {
      const [given, pace] = item.split("=", 2);
      const name = SERVICE_NAMES.find((one) => one === given);
      const seconds = pace === undefined ? undefined : readSeconds(pace);
      if (name && (pace === undefined || seconds !== undefined)) return [name, seconds];
      throw new UsageError(
        `Cannot use service "${item}": expected one of ${
          SERVICE_NAMES.join(", ")
        }, with =SECONDS or without, or none`,
      );
    }),
  );
}

/**
 * How often the services run that are to run: as the flag says, else as the environment says, else as in Prefect Server.
 *
 * @param chosen The services.
 * @param options `environment` reads a variable.
 * @returns Seconds by the name of the service.
 * @throws {ConfigurationError} When a variable holds no number of seconds.
 *
 * @example The environment of Prefect Server
 * ```ts
 * import { parseServices, serviceSeconds } from "./service_seconds.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const environment = (name: string) => name.endsWith("__SCHEDULER_LOOP_SECONDS") ? "60" : undefined;
 * const seconds = serviceSeconds(parseServices("scheduler,lazarus"), { environment });
 * assertEquals(seconds, { scheduler: 60, lazarus: 600 });
 * ```
 */
export function serviceSeconds(
  chosen: ChosenServices,
  { environment }: { readonly environment: (name: string) => string | undefined },
): Partial<Record<ServiceName, number>> {
  return Object.fromEntries([...chosen].map(([name, seconds]) => {
    const text = seconds === undefined ? environment(VARIABLES[name]) : undefined;
    const set = text === undefined ? undefined : readSeconds(text);
    if (text !== undefined && set === undefined) {
      throw new ConfigurationError(
        `Cannot use ${VARIABLES[name]} "${text}": expected seconds, more than 0 and at most ${MOST_SECONDS}`,
      );
    }
    return [name, seconds ?? set ?? SECONDS[name]];
  }));
}
