import {
  type Application,
  buildRouteMap,
  type Command,
  type CommandContext,
  proposeCompletions,
  type RouteMap,
  type StricliProcess,
} from "@stricli/core";
import manifest from "../../deno.json" with { type: "json" };
import { EXIT, type ExitCode } from "../core/errors.ts";
import { makeApplication, runApplication } from "./application.ts";
import { COMPLETE } from "./completions.ts";

const HELP = `Scripting toolkit, contract suite and local server for the Prefect 1.x GraphQL API.

EXAMPLES
  proctor server --seed demo
  proctor query '{ flow(limit: 3) { id name } }' --backend server
  proctor auth login
  proctor doctor
  proctor contract --target http://localhost:4200

EXIT CODES
  0 fine · 1 contract or request failed · 2 wrong usage · 3 not authenticated or not allowed · 4 target unreachable
  5 broken fixture or configuration · 70 a bug in Proctor · 130 interrupted`;

type Route = Command<CommandContext> | RouteMap<CommandContext>;

/** The commands by name, each loaded when it is called. */
const ROUTES: Readonly<Record<string, () => Promise<Route>>> = {
  query: async () => (await import("./tool_routes.ts")).queryCommand,
  auth: async () => (await import("./auth_routes.ts")).authRoutes,
  agentKey: async () => (await import("./agent_key_routes.ts")).agentKeyRoutes,
  config: async () => (await import("./tool_routes.ts")).configCommand,
  doctor: async () => (await import("./tool_routes.ts")).doctorCommand,
  explore: async () => (await import("./tool_routes.ts")).exploreCommand,
  server: async () => (await import("./server_route.ts")).serverCommand,
  contract: async () => (await import("./contract_route.ts")).contractCommand,
  completions: async () => (await import("./tool_routes.ts")).completionsCommand,
};

/** The program, with one command where that is called by its name and with all of them for everything else. */
async function loadApplication(name: string | undefined): Promise<Application<CommandContext>> {
  const names = name !== undefined && Object.hasOwn(ROUTES, name) ? [name] : Object.keys(ROUTES);
  const routes = await Promise.all(names.map(async (each) => [each, await ROUTES[each]!()] as const));
  return makeApplication(
    buildRouteMap({
      routes: Object.fromEntries(routes),
      docs: {
        brief: "Scripting toolkit, contract suite and local server for the Prefect 1.x GraphQL API",
        fullDescription: HELP,
      },
    }),
    { name: "proctor", version: manifest.version },
  );
}

/**
 * Runs one `proctor` command line.
 *
 * @param args What follows `proctor`, such as `Deno.args`.
 * @param process Where the command writes.
 * @returns The exit code, always one of {@linkcode EXIT}.
 *
 * @example An unknown command names the nearest one
 * ```ts
 * import { runProctor } from "./app.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const lines: string[] = [];
 * const quiet = { write: (text: string) => lines.push(text) };
 * assertEquals(await runProctor(["sever"], { stdout: quiet, stderr: quiet }), 2);
 * assertEquals(lines, ["proctor: No command registered for `sever`, did you mean `server`?\n"]);
 * ```
 */
export async function runProctor(args: readonly string[], process: StricliProcess): Promise<ExitCode> {
  const [name] = args;
  if (name === COMPLETE) {
    const proposed = await proposeCompletions(await loadApplication(undefined), args.slice(1), { process });
    for (const { completion } of proposed) process.stdout.write(`${completion}\n`);
    return EXIT.ok;
  }
  const application = await loadApplication(name);
  if (name !== "server") return await runApplication(application, args, { terminal: process });
  const { withServerEnvironment } = await import("./server_route.ts");
  return await runApplication(application, [name, ...withServerEnvironment(args.slice(1))], {
    terminal: process,
  });
}
