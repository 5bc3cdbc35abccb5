import { join } from "@std/path";

async function* walk(path: string): AsyncGenerator<string> {
  if ((await Deno.stat(path)).isFile) {
    yield path;
    return;
  }
  for await (const entry of Deno.readDir(path)) {
    if (!entry.name.startsWith(".")) yield* walk(join(path, entry.name));
  }
}

/**
 * Reads every TypeScript file below some paths of the repository.
 *
 * @param paths Files or folders, relative to the working directory.
 * @returns Text by path, sorted by path.
 * @throws {Deno.errors.NotFound} When a path does not exist.
 */
export async function listSources(paths: readonly string[]): Promise<Map<string, string>> {
  const found: string[] = [];
  for (const path of paths) {
    for await (const file of walk(path)) if (file.endsWith(".ts")) found.push(file);
  }
  found.sort();
  return new Map(
    await Promise.all(found.map(async (path) => [path, await Deno.readTextFile(path)] as const)),
  );
}
