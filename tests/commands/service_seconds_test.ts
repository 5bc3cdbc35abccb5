import { assertEquals, assertThrows } from "@std/assert";
import { parseServices, serviceSeconds } from "../../lib/commands/service_seconds.ts";
import { ConfigurationError, UsageError } from "../../lib/core/errors.ts";
import { SERVICE_NAMES } from "../../lib/server/services/background_service.ts";

const ALL = SERVICE_NAMES.join(",");

Deno.test("parseServices() refuses what is no service and no pace", () => {
  for (
    const text of ["", "towel", "scheduler,", "scheduler=", "scheduler=0", "scheduler=-1", "lazarus=often"]
  ) {
    assertThrows(() => parseServices(text), UsageError, "Cannot use service", text);
  }
  assertThrows(() => parseServices("scheduler=1e9"), UsageError);
});

Deno.test("serviceSeconds() prefers the flag to the environment and that to the pace of Prefect Server", () => {
  const variables: Record<string, string> = {
    PREFECT_SERVER__SERVICES__SCHEDULER__SCHEDULER_LOOP_SECONDS: "20",
    PREFECT_SERVER__SERVICES__LAZARUS__LAZARUS_LOOP_SECONDS: "30.5",
  };
  const environment = (name: string) => variables[name];
  assertEquals(serviceSeconds(parseServices(ALL), { environment }), {
    "scheduler": 20,
    "lazarus": 30.5,
    "zombie-killer": 120,
    "retention": 3600,
  });
  assertEquals(serviceSeconds(parseServices("scheduler=5"), { environment }), { scheduler: 5 });
  assertEquals(serviceSeconds(parseServices("none"), { environment }), {});
});

Deno.test("serviceSeconds() refuses a variable that holds no number of seconds", () => {
  const services = parseServices("zombie-killer");
  for (const text of ["", "soon", "0"]) {
    assertThrows(
      () => serviceSeconds(services, { environment: () => text }),
      ConfigurationError,
      `"${text}"`,
    );
  }
});
