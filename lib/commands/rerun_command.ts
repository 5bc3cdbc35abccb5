import type { Verdict } from "../contract/run_events.ts";
import type { ContractFlags } from "./contract_flags.ts";

/**
 * Writes the command line that runs a case alone, against the same target.
 *
 * @param verdict Of the case.
 * @param flags The command line of the run.
 * @returns Words for a shell.
 */
export function rerunCommand(
  { id, backend, target }: Pick<Verdict, "id" | "backend" | "target">,
  flags: Pick<ContractFlags, "fixtures" | "allowWrites" | "explore" | "seed" | "replay">,
): string {
  const from = flags.replay === undefined ? ["--target", target] : ["--replay", flags.replay];
  const words = ["deno task contract", ...from, "--backend", backend];
  if (flags.fixtures !== undefined) words.push("--fixtures", flags.fixtures);
  if (flags.allowWrites) words.push("--allow-writes");
  if (flags.explore !== undefined) words.push(`--explore ${flags.explore} --seed ${flags.seed}`);
  return [...words, /^[\w.-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`].join(" ");
}
