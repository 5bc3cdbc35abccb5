import { join } from "@std/path";
import { Agent } from "./agent.ts";
import type { Checklist } from "./checklist.ts";
import { Place } from "./place.ts";
import { checkWithPython } from "./python_checks.ts";
import { checkServerCli } from "./server_cli_checks.ts";
import { startServerProcess } from "./server_process.ts";

/** The scheduler is not waited for long; the others have nothing to do in so short a time. */
const SERVICES = "scheduler=2,lazarus=5,zombie-killer=5";

/**
 * Checks the server backend with all that Prefect has for it: library, commands, a local agent that runs flows.
 *
 * @param list Where to note the checks.
 * @param options `bin`: the folder of the Python programs; `home`: an empty folder; `database`: where the server keeps its
 * data.
 */
export async function checkServer(
  list: Checklist,
  { bin, home, database }: { readonly bin: string; readonly home: string; readonly database: string },
): Promise<void> {
  await using server = await startServerProcess(["--services", SERVICES, "--database", database]);
  const place = new Place({ url: server.url, backend: "server", bin, home });
  const env = {
    PREFECT__CLOUD__LOGGING_HEARTBEAT: "1",
    PYTHONPATH: join(Deno.cwd(), "tests/interop"),
  };
  await using _agent = new Agent(place, ["--name", "interop", "--show-flow-logs"], { env });
  await checkWithPython(list, place, { script: "server_checks.py", env });
  await checkServerCli(list, place);
}
