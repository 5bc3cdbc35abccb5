/**
 * `deno task chaos`: what is too long or needs too much of a machine for every test run. Prints what it found; ends with 1
 * when something was lost.
 *
 *     deno task chaos kill --times 100 [--database postgres://…]
 *
 * @module
 */
import { join } from "@std/path";
import { parseArgs } from "node:util";
import { UsageError } from "../../lib/core/errors.ts";
import { killServer } from "./_kill.ts";

const { values, positionals: [scenario] } = parseArgs({
  allowPositionals: true,
  options: { database: { type: "string" }, times: { type: "string", default: "100" } },
});

const folder = await Deno.makeTempDir({ prefix: "proctor-chaos-" });
const database = values.database ?? `sqlite:${join(folder, "chaos.sqlite")}`;

async function run(): Promise<readonly string[]> {
  switch (scenario) {
    case "kill": {
      const { kills, acknowledged, lost, faults } = await killServer(database, {
        times: Number(values.times),
        onKill: ({ kills, acknowledged }) =>
          console.error(`${kills} kills, ${acknowledged} writes acknowledged`),
      });
      console.log(`${kills} kills: ${acknowledged} writes acknowledged, ${lost} requests cut off`);
      return faults;
    }
    default:
      throw new UsageError(`Cannot run "${scenario}": expected kill`);
  }
}

try {
  const faults = await run();
  for (const fault of faults.slice(0, 50)) console.log(fault);
  console.log(`${faults.length} faults`);
  if (faults.length > 0) Deno.exitCode = 1;
} finally {
  await Deno.remove(folder, { recursive: true });
}
