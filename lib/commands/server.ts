import type { CommandContext, StricliProcess } from "@stricli/core";
import { ConfigurationError, UsageError } from "../core/errors.ts";
import { makeLog } from "../core/log.ts";
import { Secret } from "../core/secret.ts";
import { type RunningServer, type ServerOptions, startServer } from "../server/http/serve.ts";
import type { RetentionPolicy } from "../server/services/retention.ts";
import { readIssuer } from "./read_issuer.ts";
import type { ServerFlags } from "./server_flags.ts";
import { serviceSeconds } from "./service_seconds.ts";

function environmentSecret(name: string): Secret | undefined {
  const text = Deno.env.get(name);
  return text ? new Secret(text) : undefined;
}

async function makeAdminKey(): Promise<Secret> {
  const { generateApiKey } = await import("../server/access/api_key.ts");
  return generateApiKey("user");
}

/** The one place that shows a key: there is no other way to learn it, and it is never shown again. */
function keyNotice(key: Secret, url: string): string {
  return `No admin key was given, so one was made. It is shown only now:

  ${key.reveal()}

  curl ${url} -H "Authorization: Bearer $PROCTOR_ADMIN_KEY" -H "Content-Type: application/json" \\
    -d '{"query": "{ auth_info { tenant_id } }"}'
`;
}

function retentionPolicy(days: number, folder: string | undefined): RetentionPolicy {
  if (folder === undefined) return { days };
  const archive: RetentionPolicy["archive"] = async (table, rows) => {
    const { archiveRows } = await import("./archive_rows.ts");
    await archiveRows(folder, { table, rows });
  };
  return { days, archive };
}

async function listen(options: ServerOptions): Promise<RunningServer> {
  try {
    return await startServer(options);
  } catch (error) {
    const address = `${options.hostname}:${options.port}`;
    if (error instanceof Deno.errors.AddrInUse) {
      throw new ConfigurationError(
        `Cannot listen on "${address}": the port is in use, stop the program that has it or choose another with --port`,
        { cause: error },
      );
    }
    if (error instanceof Deno.errors.AddrNotAvailable) {
      throw new ConfigurationError(
        `Cannot listen on "${address}": this machine has no such address, expected one of its own with --host`,
        { cause: error },
      );
    }
    throw error;
  }
}

const STOP_SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs the local server until it is told to stop. Prints its URL on `stdout` when it answers; SIGINT and SIGTERM
 * let requests under way finish first.
 *
 * @param flags The command line; the admin key may also come from `PROCTOR_ADMIN_KEY`, the database from
 * `PROCTOR_SERVER_DATABASE`, and the master key comes from `PROCTOR_MASTER_KEY` where it is not in a file.
 * @param process Where to write.
 * @throws {ConfigurationError} When the address cannot be had or the database or the master key cannot be used.
 */
export async function runServer(flags: ServerFlags, process: CommandContext["process"]): Promise<void> {
  if (flags.archive !== undefined && flags.retention === undefined) {
    throw new UsageError(
      `Cannot archive to "${flags.archive}": expected --retention DAYS to say what is old`,
    );
  }
  // Found out now, and not in the middle of the night when the first rows are old enough.
  if (flags.archive !== undefined) await Deno.mkdir(flags.archive, { recursive: true, mode: 0o700 });
  const given = flags.adminKey ?? environmentSecret("PROCTOR_ADMIN_KEY");
  const masterKey = environmentSecret("PROCTOR_MASTER_KEY");
  const adminKey = given ?? (flags.backend === "cloud" ? await makeAdminKey() : undefined);
  const issuer = await readIssuer(flags);
  await using server = await listen({
    backend: flags.backend,
    hostname: flags.host,
    port: flags.port,
    database: flags.database,
    ...(adminKey === undefined ? {} : { adminKey }),
    ...(masterKey === undefined ? {} : { masterKey }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(issuer === undefined ? {} : { issuer }),
    allowPrivateHooks: flags.allowPrivateHooks ?? false,
    testClock: flags.testClock ?? false,
    services: serviceSeconds(flags.services, { environment: Deno.env.get }),
    ...(flags.retention !== undefined && { retention: retentionPolicy(flags.retention, flags.archive) }),
    readOnly: flags.readOnly ?? false,
    queryTimeout: flags.queryTimeout,
    requestTimeout: flags.requestTimeout,
    log: makeLog({
      format: flags.logFormat,
      level: flags.logLevel,
      write: (line) => void process.stderr.write(line),
    }),
    logRequests: flags.logLevel === "debug",
  });
  const stop = () => void server.shutdown();
  for (const signal of STOP_SIGNALS) Deno.addSignalListener(signal, stop);
  try {
    if (adminKey !== undefined && given === undefined) process.stderr.write(keyNotice(adminKey, server.url));
    process.stdout.write(`${server.url}\n`);
    await server.finished;
  } finally {
    for (const signal of STOP_SIGNALS) Deno.removeSignalListener(signal, stop);
  }
}

/**
 * `proctor server`, `proctor server export` and `proctor server import`.
 *
 * @param flags The command line.
 * @param args Nothing, or what to do in place of serving, and a file; without a file the standard streams are used.
 * @param options Where to write.
 * @throws {UsageError} When the words make no sense.
 * @throws {ConfigurationError} When something that they name cannot be used.
 */
export async function runServerCommand(
  flags: ServerFlags,
  args: readonly string[],
  { terminal }: { readonly terminal: StricliProcess },
): Promise<void> {
  const [action, path = "-"] = args;
  if (flags.from !== undefined && (action !== "import" || args.length > 1)) {
    throw new UsageError("Cannot use --from here: it takes the place of the file of proctor server import");
  }
  if (action === undefined) return await runServer(flags, terminal);
  const { exportServer, importServer } = await import("./server_transfer.ts");
  const actions: Readonly<Record<string, typeof exportServer>> = {
    export: exportServer,
    import: importServer,
  };
  const run = actions[action];
  if (!run) {
    throw new UsageError(`Cannot do "${action}": expected export or import, or nothing to start the server`);
  }
  await run({
    database: flags.database,
    masterKey: environmentSecret("PROCTOR_MASTER_KEY"),
    path,
    from: flags.from,
    terminal,
  });
}
