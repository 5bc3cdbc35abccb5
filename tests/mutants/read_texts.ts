import { fromFileUrl, join } from "@std/path";
import type { FixtureText } from "../../lib/contract/read_suite.ts";

/**
 * Reads the TOML files of a folder.
 *
 * @param folder Beside this file, such as `../../fixtures/`.
 * @returns The files, by name.
 */
export async function readTexts(folder: string): Promise<FixtureText[]> {
  const path = fromFileUrl(new URL(folder, import.meta.url));
  const files: FixtureText[] = [];
  for await (const { name } of Deno.readDir(path)) {
    if (name.endsWith(".toml")) files.push({ name, text: await Deno.readTextFile(join(path, name)) });
  }
  return files.sort((a, b) => a.name < b.name ? -1 : 1);
}
