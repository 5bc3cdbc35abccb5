import { buildCommand, type Command, type CommandContext } from "@stricli/core";
import { withEnvironment } from "./environment_flags.ts";
import { hideProcess } from "./hide_process.ts";
import { type ServerFlags, serverFlags } from "./server_flags.ts";

const HELP = `Starts the Prefect 1.x GraphQL API in this process and prints its URL when it is ready.

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

type RunServerCommand = typeof import("./server.ts").runServerCommand;

/**
 * Makes the command `proctor server` with `proctor server export` and `proctor server import`.
 *
 * @param load Gives what it does, when it is called.
 * @returns The command.
 */
export function makeServerCommand(load: () => Promise<RunServerCommand>): Command<CommandContext> {
  return buildCommand({
    async loader() {
      const runServerCommand = await load();
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
    docs: { brief: "Start the local server", fullDescription: HELP },
  });
}

/** The same, which loads the server when it is called. */
export const serverCommand: Command<CommandContext> = makeServerCommand(async () => {
  const showProcess = hideProcess();
  try {
    return (await import("./server.ts")).runServerCommand;
  } finally {
    showProcess();
  }
});

/** A variable; one that Deno withholds says nothing. */
function readVariable(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}

/**
 * What the environment says of a server, before what the command line says.
 *
 * @param args What follows `proctor server`.
 * @returns The same with the flags that stand in variables such as `PROCTOR_SERVER_PORT`.
 */
export function withServerEnvironment(args: readonly string[]): string[] {
  const names = Object.keys(serverFlags);
  return withEnvironment(args, { names, prefix: "PROCTOR_SERVER_", environment: readVariable });
}
