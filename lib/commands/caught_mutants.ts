import { parse } from "@std/toml";
import { fromFileUrl, join } from "@std/path";
import type { CaughtMutant } from "../contract/coverage.ts";

const MUTANTS = new URL("../../tests/mutants", import.meta.url);

type MutantFile = { readonly mutant?: readonly Partial<CaughtMutant>[] };

/**
 * Reads which cases catch which broken servers, as the repository of Proctor declares it and `deno task mutants` tries
 * it. The published package comes without these files.
 *
 * @returns The mutants; `undefined` where the files are not there.
 */
export async function readCaughtMutants(): Promise<CaughtMutant[] | undefined> {
  if (MUTANTS.protocol !== "file:") return undefined;
  const folder = fromFileUrl(MUTANTS);
  const mutants: CaughtMutant[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (!name.endsWith(".toml")) continue;
      const file = parse(await Deno.readTextFile(join(folder, name))) as MutantFile;
      for (const { statements = [], cases = [] } of file.mutant ?? []) mutants.push({ statements, cases });
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  return mutants;
}
