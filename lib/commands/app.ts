import {
  buildCommand,
  buildRouteMap,
  type CommandContext,
  proposeCompletions,
  type StricliProcess,
} from "@stricli/core";
import manifest from "../../deno.json" with { type: "json" };
import { EXIT, type ExitCode } from "../core/errors.ts";
import { agentKeyRoutes } from "./agent_key_routes.ts";
import { makeApplication, runApplication } from "./application.ts";
import { authRoutes } from "./auth_routes.ts";
import { COMPLETE } from "./completions.ts";
import { withEnvironment } from "./environment_flags.ts";
import { type ContractFlags, contractFlags } from "./contract_flags.ts";
import { type ServerFlags, serverFlags } from "./server_flags.ts";
import { withoutProcess } from "./without_process.ts";
import {
  completionsCommand,
  configCommand,
  doctorCommand,
  exploreCommand,
  queryCommand,
} from "./tool_routes.ts";

const ROOT_HELP = `Scripting toolkit, contract suite and local server for the Prefect 1.x GraphQL API.

EXAMPLES
  proctor server --seed demo
  proctor query '{ flow(limit: 3) { id name } }' --backend server
  proctor auth login
  proctor doctor
  proctor contract --target http://localhost:4200

EXIT CODES
  0 fine · 1 contract or request failed · 2 wrong usage · 3 not authenticated or not allowed · 4 target unreachable
  5 broken fixture or configuration · 70 a bug in Proctor · 130 interrupted`;

const SERVER_HELP = `Starts the Prefect 1.x GraphQL API in this process and prints its URL when it is ready.

With export and import it moves the data instead: as NDJSON, to and from a file or the standard streams. Secrets in it
stay sealed, and need the master key of the database that they come from.

The environment may say what the command line does not: --log-level is PROCTOR_SERVER_LOG_LEVEL, and so on. Secrets are
better given there: PROCTOR_SERVER_DATABASE, PROCTOR_ADMIN_KEY, PROCTOR_MASTER_KEY.

EXAMPLES
  proctor server
  proctor server --seed demo --database sqlite:prefect.sqlite
  PROCTOR_ADMIN_KEY=… proctor server --backend cloud --port 0
  proctor server export --database sqlite:prefect.sqlite backup.ndjson
  proctor server import --database postgres://proctor:…@db/proctor backup.ndjson
  proctor server import --database sqlite:prefect.sqlite --from postgres://prefect:…@db/prefect_server`;

const CONTRACT_HELP =
  `Replays the fixture requests against a target and says which promises of the API it keeps.

CASE is an id, a row of it ('ids-columns[flow]'), or a pattern with * and ?; a ! before it leaves cases out.

EXAMPLES
  proctor contract                                       all cases, on the embedded server
  proctor contract --list --grep uuid                    which cases there are
  proctor contract 'ids-*' '!*[cloud]' --level must      some of them
  proctor contract --watch 'ids-*'                       and again whatever an edit of a fixture touches
  proctor contract --failed                              what failed in the last run
  proctor contract --target http://localhost:4200 --wait-for 60
  proctor contract --target cloud --rate 5 --max-failures 10 --report junit=report.xml
  proctor contract --shard 2/4 --report json=part2.json  a quarter, for one of four machines
  proctor contract --record recorded                     keep requests and answers, without keys
  proctor contract --replay recorded                     judge them again, without a network
  proctor contract --diff local https://prefect.example  what two targets answer otherwise
  proctor contract --new my-case --document @q.graphql   begin a case of your own
  proctor contract --fixtures my-cases                   your own cases`;

const serverCommand = buildCommand({
  async loader() {
    const { runServerCommand } = await withoutProcess(() => import("./server.ts"));
    return function (this: CommandContext, flags: ServerFlags, ...args: string[]): Promise<void> {
      return runServerCommand(flags, args, { terminal: this.process });
    };
  },
  parameters: {
    flags: serverFlags,
    positional: {
      kind: "array",
      parameter: {
        parse: String,
        placeholder: "export|import FILE",
        brief: "Move the data instead; - for the standard streams",
      },
      maximum: 2,
    },
  },
  docs: { brief: "Start the local server", fullDescription: SERVER_HELP },
});

const contractCommand = buildCommand({
  async loader() {
    const { runContractCommand } = await import("./contract.ts");
    return async function (this: { process: StricliProcess }, flags: ContractFlags, ...cases: string[]) {
      this.process.exitCode = await runContractCommand(flags, cases, { terminal: this.process });
    };
  },
  parameters: {
    flags: contractFlags,
    positional: {
      kind: "array",
      parameter: { parse: String, placeholder: "CASE", brief: "Id of a case, or a pattern such as 'ids-*'" },
    },
  },
  docs: { brief: "Judge an API by its contract", fullDescription: CONTRACT_HELP },
});

const app = makeApplication(
  buildRouteMap({
    routes: {
      query: queryCommand,
      auth: authRoutes,
      agentKey: agentKeyRoutes,
      config: configCommand,
      doctor: doctorCommand,
      explore: exploreCommand,
      server: serverCommand,
      contract: contractCommand,
      completions: completionsCommand,
    },
    docs: {
      brief: "Scripting toolkit, contract suite and local server for the Prefect 1.x GraphQL API",
      fullDescription: ROOT_HELP,
    },
  }),
  { name: "proctor", version: manifest.version },
);

/** A variable; one that Deno withholds says nothing. */
function readVariable(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}

function withServerEnvironment(args: readonly string[]): string[] {
  const names = new Map(Object.entries(serverFlags).map(([name, { kind }]) => [name, kind === "boolean"]));
  return withEnvironment(args, { names, prefix: "PROCTOR_SERVER_", environment: readVariable });
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
  if (args[0] === COMPLETE) {
    const proposed = await proposeCompletions(app, args.slice(1), { process });
    for (const { completion } of proposed) process.stdout.write(`${completion}\n`);
    return EXIT.ok;
  }
  const said = args[0] === "server" ? ["server", ...withServerEnvironment(args.slice(1))] : args;
  return await runApplication(app, said, { terminal: process });
}
