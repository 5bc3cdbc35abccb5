import type { BackgroundService, ServiceName } from "./background_service.ts";
import type { RetentionPolicy } from "./retention.ts";

/**
 * Services that are to run, at their pace.
 *
 * @param seconds How often, by name; those that are not named do not run.
 * @param options `retention`: how long history is kept; without it that service has nothing to do and does not run.
 * @returns The services.
 *
 * @example The scheduler alone
 * ```ts
 * import { makeServices } from "./services.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const services = makeServices({ scheduler: 60 });
 * assertEquals(services.map(({ name, seconds }) => [name, seconds]), [["scheduler", 60]]);
 * ```
 */
export function makeServices(
  seconds: Readonly<Partial<Record<ServiceName, number>>>,
  { retention }: { readonly retention?: RetentionPolicy | undefined } = {},
): BackgroundService[] {
  // Each is loaded when its turn comes, after the server has begun to answer.
  const work: Readonly<Record<ServiceName, BackgroundService["run"] | undefined>> = {
    "scheduler": async (context) => await (await import("./scheduler.ts")).runScheduler(context),
    "lazarus": async (context) => await (await import("./lazarus.ts")).runLazarus(context),
    "zombie-killer": async (context) => await (await import("./zombie_killer.ts")).runZombieKiller(context),
    "retention": retention &&
      (async (context) => await (await import("./retention.ts")).runRetention(context, retention)),
  };
  return Object.entries(seconds).flatMap(([key, each]) => {
    const name = key as ServiceName;
    const run = work[name];
    return run ? [{ name, seconds: each, run }] : [];
  });
}
