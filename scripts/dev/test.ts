/**
 * `deno task test`: runs every stage of `stages.ts` and ends with the line `N passed, N failed`. The quick stages run
 * side by side, while the PostgreSQL starts; all are told in order.
 * `--quick` runs the stages of `deno task ok`; `--only NAME` runs one; `--without-postgres` leaves out, and says so, what
 * needs a PostgreSQL, which is otherwise started for the run.
 *
 * @module
 */

import { parseArgs } from "@std/cli";
import { Slots } from "../../lib/core/slots.ts";
import { type Counts, judgeStage } from "./judge_stage.ts";
import { startPostgres } from "./postgres.ts";
import { type Stage, STAGES } from "./stages.ts";

/** Below `.proctor/`, so that the last stage looks for secrets in them. */
const LOG_DIRECTORY = ".proctor/logs";
/** In milliseconds: many times what any stage needs. One that hangs fails instead of holding up CI. */
const STAGE_LIMIT = 900_000;
/** Files of tests that run at a time: they wait for processes and databases an eighth of their time. */
const TEST_JOBS = navigator.hardwareConcurrency + 1;

/** A stage that is over. */
interface EndedStage {
  readonly name: string;
  readonly counts: Counts;
  readonly output: string;
  readonly seconds: number;
}

async function runStage(stage: Stage, postgres?: string): Promise<EndedStage> {
  const start = performance.now();
  const decoder = new TextDecoder();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...stage.args, ...(postgres === undefined ? stage.withoutPostgres ?? [] : [])],
    env: {
      NO_COLOR: "1",
      DENO_JOBS: String(TEST_JOBS),
      ...(postgres !== undefined && { PROCTOR_TEST_POSTGRES: postgres }),
    },
    stdin: "null",
    signal: AbortSignal.timeout(STAGE_LIMIT),
  }).output();
  const output = decoder.decode(stdout) + decoder.decode(stderr);
  await Deno.writeTextFile(`${LOG_DIRECTORY}/${stage.name}.log`, output);
  const counts = judgeStage(output, { success, counted: stage.counted });
  return { name: stage.name, counts, output, seconds: (performance.now() - start) / 1000 };
}

/** Prints how a stage ended, and all it said if it failed. */
function report({ name, counts: { passed, failed }, output, seconds }: EndedStage): void {
  if (failed > 0) console.log(output.trimEnd());
  const verdict = failed > 0 ? "FAILED" : "ok";
  console.log(
    `${name.padEnd(9)} ${verdict.padEnd(6)} ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)`,
  );
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
  const isNeeded = isWanted && stages.some((stage) => stage.needsPostgres);
  const starting = isNeeded ? startPostgres() : Promise.resolve(null);
  const started = starting.catch(() => null);
  await using stack = new AsyncDisposableStack();
  stack.defer(async () => await (await started)?.[Symbol.asyncDispose]());
  let passed = 0;
  let failed = 0;
  const add = (ended: EndedStage) => {
    report(ended);
    passed += ended.counts.passed;
    failed += ended.counts.failed;
  };
  // A quick stage keeps one processor busy, the others all there are.
  const slots = new Slots(navigator.hardwareConcurrency);
  const quick = stages.filter((stage) => stage.quick).map((stage) => slots.run(() => runStage(stage)));
  for (const ended of quick) add(await ended);
  const postgres = await starting;
  for (const stage of stages.filter((stage) => !stage.quick)) {
    if (stage.needsPostgres && !isWanted) {
      console.log(`${stage.name.padEnd(9)} without what needs a PostgreSQL, as was asked for`);
      if (!stage.withoutPostgres) continue;
    }
    add(await runStage(stage, postgres?.url));
  }
  console.log(`${passed} passed, ${failed} failed`);
  Deno.exitCode = failed === 0 ? 0 : 1;
}
