import type { Verdict } from "../contract/run_events.ts";
import { shellQuote } from "../core/shell_quote.ts";
import { contractProgram } from "./contract_program.ts";
import type { ContractFlags } from "./contract_flags.ts";

/** A word of a command line, for a POSIX shell. */
function quote(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : shellQuote(word);
}

/**
 * Writes the command line that runs a case alone, against the same target.
 *
 * @param verdict Of the case.
 * @param flags The command line of the run.
 * @returns Words for a shell.
 *
 * @example A row of a case, from a folder with a blank in its name
 * ```ts
 * import { rerunCommand } from "./rerun_command.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const verdict = { id: "ids-a[one's own]", backend: "server", target: "local" };
 * assertStringIncludes(
 *   rerunCommand(verdict, { fixtures: "my cases" }),
 *   `contract --target local --backend server --fixtures 'my cases' 'ids-a[one'\\''s own]'`,
 * );
 * ```
 */
export function rerunCommand(
  { id, backend, target }: Pick<Verdict, "id" | "backend" | "target">,
  flags: Partial<Pick<ContractFlags, "fixtures" | "allowWrites" | "explore" | "seed" | "replay">>,
): string {
  const words = flags.replay === undefined ? ["--target", target] : ["--replay", flags.replay];
  words.push("--backend", backend);
  if (flags.fixtures !== undefined) words.push("--fixtures", flags.fixtures);
  if (flags.allowWrites) words.push("--allow-writes");
  if (flags.explore !== undefined) words.push("--explore", `${flags.explore}`, "--seed", `${flags.seed}`);
  return [contractProgram(), ...[...words, id].map(quote)].join(" ");
}
