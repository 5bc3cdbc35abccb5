/** One import of a file: static, re-export, type or dynamic. */
export interface Import {
  /** As written, such as `../core/uuid.ts`; `undefined` when it is computed at run time. */
  readonly specifier: string | undefined;
  /** Line of the `import` or `export`, from 1. */
  readonly line: number;
}

/**
 * Relies on `deno fmt`: a statement starts its line, text is in double quotes. Lines of comments start with `*` or
 * `//` and so never match the first form; the second looks at code before any comment only.
 */
const STATIC_REGEXP = /^(?:import|export)\b(?:[^;"'`]*?\bfrom)?\s*"([^"]+)"/gm;
const DYNAMIC_REGEXP =
  /(?<=^(?!\s*(?:\*|\/\/|\/\*))(?:[^"'`\n]|"[^"\n]*")*)(?<![\w.$])import\((?:\s*"([^"]+)")?/gm;
/^(?!\s*(?:\*|\/\/|\/\*))(?:[^"'`\n]|"[^"\n]*")*?(?<![\w.$])import\((?:\s*"([^"]+)")?/gm;

/**
 * Lists what a TypeScript file imports, types and dynamic imports included.
 *
 * @param source The text of a file in the form `deno fmt` gives it.
 * @returns The imports in the order of the file.
 *
 * @example Three kinds
 * ```ts
 * import { scanImports } from "./scan_imports.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const source = 'import type { A } from "./a.ts";\nexport * from "./b.ts";\nawait import("./c.ts");';
 * assertEquals(scanImports(source).map((each) => each.specifier), ["./a.ts", "./b.ts", "./c.ts"]);
 * ```
 */
export function scanImports(source: string): Import[] {
  const matches = [...source.matchAll(STATIC_REGEXP), ...source.matchAll(DYNAMIC_REGEXP)];
  return matches
    .map((match) => ({ specifier: match[1], at: match.index }))
    .sort((a, b) => a.at - b.at)
    .map(({ specifier, at }) => ({ specifier, line: source.slice(0, at).split("\n").length }));
}
