/**
 * `deno task test`: runs every stage of `stages.ts` in order and ends with the line `N passed, N failed`.
 * `--quick` runs the stages of `deno task ok`; `--only NAME` runs one; `--without-postgres` leaves out, and says so, what
 * needs a PostgreSQL, which is otherwise started for the run.
 *
 * @module
 */

import { parseArgs } from "@std/cli";
import { type Counts, judgeStage } from "./judge_stage.ts";
import { startPostgres } from "./postgres.ts";
import { type Stage, STAGES } from "./stages.ts";

/** Below `.proctor/`, so that the last stage looks for secrets in them. */
const LOG_DIRECTORY = ".proctor/logs";
/** In milliseconds: many times what any stage needs. One that hangs fails instead of holding up CI. */
const STAGE_LIMIT = 900_000;

async function runStage(stage: Stage, postgres: string | undefined): Promise<Counts> {
  const start = performance.now();
  const decoder = new TextDecoder();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...stage.args, ...(postgres === undefined ? stage.withoutPostgres ?? [] : [])],
    env: { NO_COLOR: "1", ...(postgres !== undefined && { PROCTOR_TEST_POSTGRES: postgres }) },
    stdin: "null",
    signal: AbortSignal.timeout(STAGE_LIMIT),
  }).output();
  const output = decoder.decode(stdout) + decoder.decode(stderr);
  await Deno.writeTextFile(`${LOG_DIRECTORY}/${stage.name}.log`, output);
  const counts = judgeStage(output, { success, counted: stage.counted });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (counts.failed > 0) console.log(output.trimEnd());
  const verdict = counts.failed > 0 ? "FAILED" : "ok";
  console.log(
    `${stage.name.padEnd(9)} ${
      verdict.padEnd(6)
    } ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`,
  );
  return counts;
}

if (import.meta.main) {
  const args = parseArgs(Deno.args, { boolean: ["quick", "without-postgres"], string: ["only"] });
  const stages = STAGES.filter(({ name, quick }) => (args.only ?? name) === name && (quick || !args.quick));
  if (stages.length === 0) {
    console.error(
      `Unknown stage "${args.only}": expected one of ${STAGES.map(({ name }) => name).join(", ")}`,
    );
    Deno.exit(2);
  }
  await Deno.mkdir(LOG_DIRECTORY, { recursive: true });
  const isWanted = !args["without-postgres"];
  await using postgres = isWanted && stages.some((stage) => stage.needsPostgres)
    ? await startPostgres()
    : null;
  let passed = 0;
  let failed = 0;
  for (const stage of stages) {
    if (stage.needsPostgres && !isWanted) {
      console.log(`${stage.name.padEnd(9)} without what needs a PostgreSQL, as was asked for`);
      if (!stage.withoutPostgres) continue;
    }
    const counts = await runStage(stage, postgres?.url);
    passed += counts.passed;
    failed += counts.failed;
  }
  console.log(`${passed} passed, ${failed} failed`);
  Deno.exitCode = failed === 0 ? 0 : 1;
}
