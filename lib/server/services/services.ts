import type { BackgroundService, ServiceName } from "./background_service.ts";
import { runLazarus } from "./lazarus.ts";
import { type RetentionPolicy, runRetention } from "./retention.ts";
import { runScheduler } from "./scheduler.ts";
import { runZombieKiller } from "./zombie_killer.ts";

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
  const work: Readonly<Record<ServiceName, BackgroundService["run"] | undefined>> = {
    "scheduler": runScheduler,
    "lazarus": runLazarus,
    "zombie-killer": runZombieKiller,
    "retention": retention && ((context) => runRetention(context, retention)),
  };
  return Object.entries(seconds).flatMap(([key, each]) => {
    const name = key as ServiceName;
    const run = work[name];
    return run ? [{ name, seconds: each, run }] : [];
  });
}
