/**
 * Looks for keys in every file of the working tree: what is tracked, and what a test run wrote (reports and logs
 * under `.proctor/`). Placeholders are told from keys by their shape alone: they are too short to be one.
 *
 * @module
 */

import { listFiles } from "./list_files.ts";

const SECRETS = [
  { kind: "an API key", pattern: /\bpc[rsu]_[A-Za-z0-9]{36,}/g },
  // What begins like an API key is judged as one.
  { kind: "a bearer value", pattern: /\bbearer\s+(?!pc[rsu]_)[\w.~+/-]{32,}/gi },
  { kind: "a JSON Web Token", pattern: /\beyJ[\w-]{16,}\.[\w-]{16,}\.[\w-]{16,}/g },
] as const;

/** What {@linkcode scanSecrets} found; never the value itself. */
export interface FoundSecret {
  /** What its shape says it is. */
  readonly kind: typeof SECRETS[number]["kind"];
  /** Where it begins, from 1. */
  readonly line: number;
}

/**
 * Finds what looks like a key.
 *
 * @param text Any text.
 * @returns Kind and line of each find.
 *
 * @example A key and a placeholder
 * ```ts
 * import { scanSecrets } from "./scan_secrets.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(scanSecrets(`key = "pcu_${"a1".repeat(18)}"`), [{ kind: "an API key", line: 1 }]);
 * assertEquals(scanSecrets('key = "pcu_abcdefgh1234"'), []);
 * ```
 */
export function scanSecrets(text: string): FoundSecret[] {
  return SECRETS.flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)].map((match) => ({
      kind,
      line: text.slice(0, match.index).split("\n").length,
    }))
  );
}

if (import.meta.main) {
  let files = 0;
  let finds = 0;
  for await (const path of listFiles(".")) {
    files++;
    for (const { kind, line } of scanSecrets(await Deno.readTextFile(path))) {
      finds++;
      console.error(
        `${path}:${line}: looks like ${kind}: take it out and revoke it, or shorten the placeholder`,
      );
    }
  }
  console.log(`secrets: ${files} files, ${finds} finds`);
  Deno.exitCode = finds === 0 ? 0 : 1;
}
