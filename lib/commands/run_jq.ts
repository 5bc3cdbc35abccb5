import { UsageError } from "../core/errors.ts";

/** What jq says of a program that is none, and of one that fails on its input. */
const PROGRAM_FAULT = /compile error|syntax error/;

/**
 * Runs a jq program; loads jq (1.3 MB) when it is first called.
 *
 * @param program What `jq` takes on its command line.
 * @param inputs JSON values, each an input of its own.
 * @returns What jq prints: texts without quotes, everything else as JSON, one per line.
 * @throws {UsageError} When the program is none, or does not go with the inputs.
 *
 * @example A field of each input
 * ```ts
 * import { runJq } from "./run_jq.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await runJq(".name", [{ name: "a" }, { name: "b" }]), "a\nb\n");
 * ```
 */
export async function runJq(program: string, inputs: readonly unknown[]): Promise<string> {
  const { default: jq } = await import("jq-wasm");
  try {
    const text = await jq.raw(inputs.map((input) => JSON.stringify(input)).join("\n"), program, ["-r", "-c"]);
    return text === "" || text.endsWith("\n") ? text : `${text}\n`;
  } catch (cause) {
    const told = cause instanceof Error ? cause.message : String(cause);
    const [first] = told.split("\n").filter((line) => line.startsWith("jq: "));
    const what = PROGRAM_FAULT.test(told) ? "it is no jq program" : "it does not go with this data";
    throw new UsageError(`Cannot run --jq "${program}": ${what}, ${first ?? "see the jq manual"}`, { cause });
  }
}
