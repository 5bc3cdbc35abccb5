/** One example in the documentation of a file. */
export interface Example {
  /** Line of the fence that opens it, from 1. */
  readonly line: number;
  /** The code, which may be run from anywhere: what it imports by a relative path is named by its URL. */
  readonly code: string;
}

const EXAMPLE_REGEXP = /^ *\* ```ts\n((?: *\*.*\n)*?) *\* ```$/gm;
const FENCE_REGEXP = /^ *\* ```/gm;
const MARGIN_REGEXP = /^ *\* ?/gm;
const RELATIVE_REGEXP = /(?<=^(?:import|export)\b(?:[^;"'`]*?\bfrom)?\s*)"(\.[^"]+)"/gm;

/**
 * Finds the examples in the comments of a file.
 *
 * @param source The text of the file, in the form `deno fmt` gives it.
 * @param url Where the file is.
 * @returns The examples in the order of the file.
 * @throws {SyntaxError} When a comment has code in a form that is not found, and so would never be run.
 *
 * @example An example in a comment
 * ```ts
 * import { findExamples } from "./find_examples.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const fence = "`".repeat(3);
 * const source = `/**\n * ${fence}ts\n * assert(true);\n * ${fence}\n *\/`;
 * assertEquals(findExamples(source, new URL("file:///a.ts")), [{ line: 2, code: "assert(true);\n" }]);
 * ```
 */
export function findExamples(source: string, url: URL): Example[] {
  const examples = [...source.matchAll(EXAMPLE_REGEXP)].map((match) => ({
    line: source.slice(0, match.index).split("\n").length,
    code: match[1]!.replaceAll(MARGIN_REGEXP, "")
      .replaceAll(RELATIVE_REGEXP, (_, path: string) => JSON.stringify(new URL(path, url).href)),
  }));
  if ((source.match(FENCE_REGEXP) ?? []).length !== 2 * examples.length) {
    throw new SyntaxError(
      `Cannot read the examples of "${url}": expected code in comments as \`\`\`ts, and closed by \`\`\``,
    );
  }
  return examples;
}
