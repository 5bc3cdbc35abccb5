/**
 * `deno task chaos`: what is too long or needs too much of a machine for every test run. Prints what it found; ends with 1
 * when something was lost.
 *
 *     deno task chaos kill --times 100 [--postgres]
 *     deno task chaos kill-database --times 20
 *
 * @module
 */
import { join } from "@std/path";
import { parseArgs } from "node:util";
import { UsageError } from "../../lib/core/errors.ts";
import { startPostgres } from "../../scripts/dev/postgres.ts";
import { killDatabase, type KillReport, killServer } from "./_kill.ts";

const { values, positionals: [scenario] } = parseArgs({
  allowPositionals: true,
  options: { postgres: { type: "boolean", default: false }, times: { type: "string", default: "100" } },
});

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

const SCENARIOS: Readonly<Record<string, (folder: string) => Promise<readonly string[]>>> = {
  "kill": runKill,
  "kill-database": runKillDatabase,
};

const run = SCENARIOS[scenario ?? ""];
if (!run) {
  throw new UsageError(
    `Cannot run "${scenario ?? ""}": expected one of ${Object.keys(SCENARIOS).join(", ")}`,
  );
}
const folder = await Deno.makeTempDir({ prefix: "proctor-chaos-" });
try {
  const faults = await run(folder);
  for (const fault of faults.slice(0, 50)) console.log(fault);
  console.log(`${faults.length} faults`);
  if (faults.length > 0) Deno.exitCode = 1;
} finally {
  await Deno.remove(folder, { recursive: true });
}
