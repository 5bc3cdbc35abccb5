import type { Verdict } from "../contract/run_events.ts";
import { EXIT, type ExitCode, ProctorError } from "../core/errors.ts";
import { rerunCommand } from "./rerun_command.ts";
import { type ContractOptions, runContract } from "./run_contract.ts";

/** What {@linkcode testContract} needs of `Deno.test`. */
export type RegisterTest = (name: string, test: (context: TestSteps) => Promise<void>) => void;

/** What it needs of the context of a test. */
export interface TestSteps {
  /** Runs a step; the test fails when it does. */
  readonly step: (step: {
    readonly name: string;
    readonly ignore: boolean;
    readonly fn: () => void;
  }) => Promise<boolean>;
}

/** A promise of the API was broken; the message is what `proctor contract` prints of it. */
export class BrokenPromiseError extends ProctorError {
  /** Always `BROKEN_PROMISE`. */
  override readonly code: string = "BROKEN_PROMISE";
  /** Always `EXIT.failed`. */
  override readonly exit: ExitCode = EXIT.failed;
}

/**
 * Registers the contract suite as a test: each case on each backend is a step of it. A step fails when its promise is
 * broken, one of level `should` unless `strict` is `false`, and is ignored when the case is skipped.
 *
 * @param test `Deno.test`, or what registers tests like it.
 * @param options As of {@linkcode runContract}; `name` is the name of the test.
 *
 * @example In a file that `deno test` runs, `testContract(Deno.test, { fixtures: "cases", target: url })`
 * ```ts
 * import { testContract } from "./test_contract.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const names: string[] = [];
 * testContract((name) => names.push(name), { target: "http://localhost:4200" });
 * assertEquals(names, ["contract of http://localhost:4200"]);
 * ```
 */
export function testContract(
  test: RegisterTest,
  options: ContractOptions & { readonly name?: string } = {},
): void {
  const { strict = true, name = `contract of ${options.target ?? "local"}` } = options;
  test(name, async (context) => {
    const { formatVerdict } = await import("../contract/reports/console_report.ts");
    const { weigh } = await import("../contract/reports/report.ts");
    const run = runContract({ ...options, strict });
    for await (const event of run) {
      if (event.type !== "verdict") continue;
      const { verdict } = event;
      const weight = weigh(verdict, { strict });
      await context.step({
        name: `${verdict.id} (${verdict.backend})`,
        ignore: weight === "skipped",
        fn: () => {
          if (weight !== "failed") return;
          const how = { color: false, strict, rerun: (each: Verdict) => rerunCommand(each, options) };
          throw new BrokenPromiseError(formatVerdict(verdict, how));
        },
      });
    }
    const { warnings } = await run.report;
    if (warnings.length > 0) throw new BrokenPromiseError(warnings.join("\n"));
  });
}
