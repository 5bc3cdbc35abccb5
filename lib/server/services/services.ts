import type { BackgroundService, ServiceName } from "./background_service.ts";
import { runLazarus } from "./lazarus.ts";
import { runScheduler } from "./scheduler.ts";
import { runZombieKiller } from "./zombie_killer.ts";

const RUN: Readonly<Record<ServiceName, BackgroundService["run"]>> = {
  "scheduler": runScheduler,
  "lazarus": runLazarus,
  "zombie-killer": runZombieKiller,
};

/**
 * Services that are to run, at their pace.
 *
 * @param seconds How often, by name; those that are not named do not run.
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
export function makeServices(seconds: Readonly<Partial<Record<ServiceName, number>>>): BackgroundService[] {
  return Object.entries(seconds).map(([name, each]) => ({
    name: name as ServiceName,
    seconds: each,
    run: RUN[name as ServiceName],
  }));
}
