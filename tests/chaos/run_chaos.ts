/**
 * `deno task chaos`: what is too long or needs too much of a machine for every test run. Prints what it found; ends with 1
 * when something was lost.
 *
 * @module
 */
import { join } from "@std/path";
import { parseArgs } from "node:util";
import { EXIT, ProctorError, UsageError } from "../../lib/core/errors.ts";
import { startPostgres } from "../../scripts/dev/postgres.ts";
import { takeAway } from "./_absence.ts";
import { fillSmallDisk, startOnReadOnlyDisk } from "./_small_disk.ts";
import { putUnderLoad } from "./_load.ts";
import { type ServerChild, startChild } from "./_server_child.ts";
import { killDatabase, type KillReport, killServer } from "./_kill.ts";

const USAGE = `USAGE
  deno task chaos kill [--times 100] [--postgres]
  deno task chaos kill-database [--times 100]
  deno task chaos load [--seconds 600] [--postgres [--servers 1]]
  deno task chaos absence [--seconds 30]
  deno task chaos disk                    as root: it mounts small disks`;

function readCommand() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        seconds: { type: "string" },
        servers: { type: "string", default: "1" },
        postgres: { type: "boolean", default: false },
        times: { type: "string", default: "100" },
      },
    });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    Deno.exit(EXIT.usage);
  }
}

const { values, positionals: [scenario] } = readCommand();

function seconds(unless: number): number {
  return Number(values.seconds ?? unless);
}

/** What a PostgreSQL acknowledges it has written, as where data are to stay. */
const DURABLE = { synchronous_commit: "on" };

function tell({ kills, acknowledged }: KillReport): void {
  console.error(`${kills} kills, ${acknowledged} writes acknowledged`);
}

function conclude({ kills, acknowledged, lost, faults }: KillReport): readonly string[] {
  console.log(`${kills} kills: ${acknowledged} writes acknowledged, ${lost} requests cut off or refused`);
  return faults;
}

async function runKill(folder: string): Promise<readonly string[]> {
  const options = { times: Number(values.times), onKill: tell };
  if (!values.postgres) return conclude(await killServer(`sqlite:${join(folder, "a.sqlite")}`, options));
  await using postgres = await startPostgres(DURABLE);
  return conclude(await killServer(postgres.url, options));
}

async function runKillDatabase(): Promise<readonly string[]> {
  await using postgres = await startPostgres(DURABLE);
  return conclude(await killDatabase(postgres, { times: Number(values.times), onKill: tell }));
}

async function load(database: string): Promise<readonly string[]> {
  const servers: ServerChild[] = [];
  try {
    while (servers.length < Number(values.servers)) servers.push(await startChild({ database }));
    const figures = await putUnderLoad(servers, { seconds: seconds(600) });
    for (const line of figures.lines()) console.log(line);
    return figures.faults;
  } finally {
    for (const server of servers) {
      const said = await server.kill();
      if (said.trim() !== "") console.log(said.slice(0, 2000));
    }
  }
}

async function runLoad(folder: string): Promise<readonly string[]> {
  if (!values.postgres) return await load(`sqlite:${join(folder, "a.sqlite")}`);
  await using postgres = await startPostgres(DURABLE);
  return await load(postgres.url);
}

async function runAbsence(): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const how of ["crash", "freeze"] as const) {
    await using postgres = await startPostgres(DURABLE);
    const { faults: found, ...report } = await takeAway(postgres, { seconds: seconds(30), how });
    console.log(how, report);
    faults.push(...found);
  }
  return faults;
}

async function runDisk(): Promise<readonly string[]> {
  const { faults, ...full } = await fillSmallDisk();
  console.log("full", full);
  return [...faults, ...await startOnReadOnlyDisk()];
}

const SCENARIOS: Readonly<Record<string, (folder: string) => Promise<readonly string[]>>> = {
  "kill": runKill,
  "kill-database": runKillDatabase,
  "load": runLoad,
  "absence": runAbsence,
  "disk": runDisk,
};

async function main(): Promise<void> {
  if (values.help) return console.log(USAGE);
  const run = SCENARIOS[scenario ?? ""];
  if (!run) throw new UsageError(`Cannot run "${scenario ?? ""}": expected a scenario\n\n${USAGE}`);
  const folder = await Deno.makeTempDir({ prefix: "proctor-chaos-" });
  try {
    const faults = await run(folder);
    for (const fault of faults.slice(0, 50)) console.log(fault);
    console.log(`${faults.length} faults`);
    if (faults.length > 0) Deno.exitCode = EXIT.failed;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ProctorError)) throw error;
  console.error(error.message);
  Deno.exitCode = error.exit;
}
