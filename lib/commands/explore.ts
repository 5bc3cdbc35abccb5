import { ConfigurationError, EXIT, type ExitCode } from "../core/errors.ts";
import type { Call } from "./define_command.ts";
import { makeExplorerProxy } from "./explorer_proxy.ts";
import { openSession } from "./session.ts";
import type { TargetFlags } from "./target_flags.ts";

/** The flags of `proctor explore`, parsed. */
export interface ExploreFlags extends TargetFlags {
  /** TCP port; 0 takes a free one. */
  readonly port: number;
}

const STOP_SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * `proctor explore`: the interactive API page, on this machine only, until it is told to stop. Its address is printed
 * on `stdout` and works for who has it.
 *
 * Source: statements S39, S40.
 *
 * @param flags The command line.
 * @param call Where to print.
 * @returns The exit code.
 * @throws {ConfigurationError} When the port is in use.
 */
export async function runExplore(flags: ExploreFlags, { terminal }: Call): Promise<ExitCode> {
  const { client } = await openSession(flags, { terminal });
  const token = crypto.randomUUID();
  const handler = makeExplorerProxy({ client, token });
  const controller = new AbortController();
  let server: Deno.HttpServer<Deno.NetAddr>;
  try {
    server = Deno.serve(
      { hostname: "127.0.0.1", port: flags.port, signal: controller.signal, onListen: () => {} },
      handler,
    );
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new ConfigurationError(
      `Cannot listen on "127.0.0.1:${flags.port}": the port is in use, choose another with --port`,
      { cause: error },
    );
  }
  const stop = () => controller.abort();
  for (const signal of STOP_SIGNALS) Deno.addSignalListener(signal, stop);
  try {
    terminal.stdout.write(`http://127.0.0.1:${server.addr.port}/${token}/\n`);
    terminal.stderr.write(
      `Exploring ${client.url}; open the address above in a browser, Ctrl-C ends it\n`,
    );
    await server.finished;
  } finally {
    for (const signal of STOP_SIGNALS) Deno.removeSignalListener(signal, stop);
  }
  return EXIT.ok;
}
