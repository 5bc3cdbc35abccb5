import { fromFileUrl, resolve } from "@std/path";

const ROOT = new URL("../../", import.meta.url);

/**
 * Tells what starts `proctor contract` in the current folder: the tasks are there in the package's own folder only.
 *
 * @returns Words for a shell.
 *
 * @example In this folder
 * ```ts
 * import { contractProgram } from "./contract_program.ts";
 * import { assertMatch } from "@std/assert";
 *
 * assertMatch(contractProgram(), /^(?:deno task|proctor) contract$/);
 * ```
 */
export function contractProgram(): string {
  const isHere = ROOT.protocol === "file:" && resolve(Deno.cwd()) === resolve(fromFileUrl(ROOT));
  return isHere ? "deno task contract" : "proctor contract";
}
