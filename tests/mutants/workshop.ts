import { dirname, fromFileUrl, join, relative } from "@std/path";
import { listFiles } from "../../scripts/dev/list_files.ts";
import { applyMutant, type Mutant } from "./mutant.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
/** What `server.ts` needs to run. */
const PARTS = ["lib", "server.ts", "deno.json", "deno.lock"];

/** A copy of the tree, in which the server may be broken without harm. */
export interface Workshop extends AsyncDisposable {
  /** Where the copy is. */
  readonly folder: string;
  /**
   * Breaks the copy until the result is disposed of.
   *
   * @throws {FixtureError} When the mutant no longer fits the code.
   */
  break(mutant: Mutant): Promise<AsyncDisposable>;
}

/**
 * Copies the server into a temporary folder, which goes when the workshop is disposed of.
 *
 * @returns The workshop.
 */
export async function openWorkshop(): Promise<Workshop> {
  const folder = await Deno.makeTempDir({ prefix: "proctor_mutants_" });
  for (const part of PARTS) {
    for await (const path of listFiles(join(ROOT, part))) {
      const copy = join(folder, relative(ROOT, path));
      await Deno.mkdir(dirname(copy), { recursive: true });
      await Deno.copyFile(path, copy);
    }
  }
  return {
    folder,
    async break(mutant) {
      const path = join(folder, mutant.file);
      const sound = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, applyMutant(sound, mutant));
      return { [Symbol.asyncDispose]: () => Deno.writeTextFile(path, sound) };
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}
