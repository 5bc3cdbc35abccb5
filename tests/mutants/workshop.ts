import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "@std/path";
import { once } from "../../lib/core/once.ts";
import { FixtureError } from "../../lib/core/errors.ts";
import { scanImports } from "../../scripts/dev/scan_imports.ts";
import { applyMutant, type Mutant } from "./mutant.ts";

const ROOT = new URL("../../", import.meta.url);
/** The module that starts a server. */
const ENTRY = "lib/server/http/serve.ts";
/** The relative specifiers of imports; those in examples of comments are no harm. */
const RELATIVE_REGEXP = /(?<=\b(?:from|import)\s*\(?\s*)"(\.[^"]+)"/g;

/** One module of the server. */
interface Module {
  readonly source: string;
  /** The paths of what it imports, but for types. */
  readonly imports: readonly string[];
  /** As JavaScript. */
  readonly code: () => string;
}

/** A server with one of its modules broken. */
export interface BrokenServer extends Disposable {
  /** Of the module that starts it. */
  readonly url: string;
}

/** Where servers are broken. */
export interface Workshop {
  /** Of the module that starts the sound server. */
  readonly sound: string;
  /**
   * Makes a module anew, broken, and all that build on it; the rest they share with the sound server, whose code is hot.
   *
   * @throws {FixtureError} When the mutant no longer fits the code.
   * @throws {SyntaxError} When what it makes is no TypeScript.
   */
  break(mutant: Mutant): BrokenServer;
}

function toJavaScript(source: string): string {
  return stripTypeScriptTypes(source, { mode: "transform" });
}

function importsOf(path: string, source: string): string[] {
  const lines = source.split("\n");
  return scanImports(source).flatMap(({ specifier, line }) =>
    specifier?.endsWith(".ts") && specifier.startsWith(".") && !/^\w+ type\b/.test(lines[line - 1]!)
      ? [join(dirname(path), specifier)]
      : []
  );
}

/** The modules that a module needs to run, itself the last, each after all it imports: no import closes a circle here. */
async function readModules(path: string, modules = new Map<string, Module>()): Promise<Map<string, Module>> {
  const source = await Deno.readTextFile(new URL(path, ROOT));
  const imports = importsOf(path, source);
  for (const each of imports) if (!modules.has(each)) await readModules(each, modules);
  return modules.set(path, { source, imports, code: once(() => toJavaScript(source)) });
}

/**
 * Reads the modules of the server.
 *
 * @returns The workshop.
 */
export async function openWorkshop(): Promise<Workshop> {
  const modules = await readModules(ENTRY);
  return {
    sound: new URL(ENTRY, ROOT).href,
    break(mutant) {
      const { file, place } = mutant;
      if (!modules.has(file)) {
        throw new FixtureError(
          `${place.file}:${place.line} Break "${file}" failed: expected a module that the server loads`,
        );
      }
      const made = new Map<string, string>();
      for (const [path, { source, imports, code }] of modules) {
        const isBroken = path === file;
        if (!isBroken && !imports.some((each) => made.has(each))) continue;
        const url = (specifier: string) => {
          const target = join(dirname(path), specifier);
          return made.get(target) ?? new URL(target, ROOT).href;
        };
        const text = (isBroken ? toJavaScript(applyMutant(source, mutant)) : code())
          .replace(RELATIVE_REGEXP, (_, specifier) => JSON.stringify(url(specifier)))
          .replaceAll("import.meta.url", JSON.stringify(new URL(path, ROOT).href));
        made.set(path, URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
      }
      return {
        url: made.get(ENTRY)!,
        [Symbol.dispose]: () => made.forEach((each) => URL.revokeObjectURL(each)),
      };
    },
  };
}
