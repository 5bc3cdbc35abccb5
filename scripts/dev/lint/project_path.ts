import { fromFileUrl, relative } from "../../../lib/std/path.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url));

/**
 * Where a linted file lies in the repository.
 *
 * @param filename As the linter gives it: absolute, or already relative in tests of a rule.
 * @returns The path from the root of the repository, with `/`.
 */
export function projectPath(filename: string): string {
  return filename.startsWith("/") ? relative(ROOT, filename) : filename;
}

/**
 * Tells whether a path is one of some files, or lies in one of some folders.
 *
 * @param path From the root of the repository.
 * @param places Files, or folders that end with `/`.
 * @returns `true` when it is.
 *
 * @example A folder and a file
 * ```ts
 * import { isWithin } from "./project_path.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isWithin("lib/commands/app.ts", ["lib/commands/", "cli.ts"]), true);
 * assertEquals(isWithin("lib/core/uuid.ts", ["lib/commands/", "cli.ts"]), false);
 * ```
 */
export function isWithin(path: string, places: readonly string[]): boolean {
  return places.some((place) => place.endsWith("/") ? path.startsWith(place) : path === place);
}
