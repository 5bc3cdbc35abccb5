/**
 * The part of `@std/path` this project uses, with its signatures, over `node:path` and `node:url`.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

export { basename, dirname, extname, isAbsolute, join, relative, resolve } from "node:path";

/**
 * The path of a `file:` URL.
 *
 * @param url The URL, as text or object.
 * @returns A path of this system.
 * @throws {TypeError} When the URL is no `file:` URL.
 *
 * @example A blank in a name
 * ```ts
 * import { fromFileUrl } from "./path.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fromFileUrl("file:///tmp/a%20b.toml"), "/tmp/a b.toml");
 * ```
 */
export function fromFileUrl(url: string | URL): string {
  return fileURLToPath(url);
}
