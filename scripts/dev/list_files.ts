import { join } from "@std/path";

/** Not of this project: what git keeps, and what package managers bring. */
const SKIPPED = new Set([".git", "node_modules", "site-packages"]);

/**
 * Lists the files at and below a path.
 *
 * @param path A file or a folder.
 * @returns Paths that begin with the one given, sorted within each folder; nothing of `.git` and of installed packages.
 * @throws {Deno.errors.NotFound} When the path does not exist.
 */
export async function* listFiles(path: string): AsyncGenerator<string> {
  if (!(await Deno.stat(path)).isDirectory) {
    yield path;
    return;
  }
  const entries = await Array.fromAsync(Deno.readDir(path));
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  for (const { name, isSymlink } of entries) {
    if (!isSymlink && !SKIPPED.has(name)) yield* listFiles(join(path, name));
  }
}
