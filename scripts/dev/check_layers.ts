/**
 * Checks which part of the code imports which: the table of design.md §2, and no cycle between files.
 * Types and dynamic imports count.
 *
 * @module
 */

import { dirname, join } from "@std/path";
import { listFiles } from "./list_files.ts";
import { scanImports } from "./scan_imports.ts";

const SERVER_LAYERS = [
  ...[
    "model",
    "schema",
    "plan",
    "sql",
    "store",
    "access",
    "schedules",
    "actions",
    "services",
    "transfer",
    "http",
  ],
  "store/store.ts",
].map((name) => `lib/server/${name}`);
const LIB_LAYERS = [
  ...["std", "core", "config", "auth", "graphql", "admin", "contract", "explorer"].map((name) =>
    `lib/${name}`
  ),
  ...SERVER_LAYERS,
  "lib/commands",
];

/**
 * What each layer may import besides itself: other layers, and `npm` for packages and `node:` modules. A file
 * belongs to the longest name its path starts with.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "lib/std": ["npm"],
  "lib/core": [],
  "lib/config": ["lib/core", "lib/std", "npm"],
  "lib/auth": ["lib/core", "lib/std", "lib/config", "npm"],
  "lib/graphql": ["lib/core", "lib/auth", "npm"],
  "lib/admin": ["lib/core", "lib/graphql", "npm"],
  "lib/contract": ["lib/core", "lib/std", "npm"],
  "lib/explorer": ["npm"],
  "lib/server/model": ["lib/core"],
  "lib/server/access": ["lib/core", "lib/server/model", "lib/server/store/store.ts", "npm"],
  "lib/server/schema": ["lib/core", "lib/server/model", "npm"],
  "lib/server/plan": ["lib/core", "lib/server/model", "lib/server/schema", "lib/server/access", "npm"],
  "lib/server/sql": ["lib/core", "lib/server/model", "lib/server/plan"],
  // The interface of the store: who asks it need not see the engine behind it.
  "lib/server/store/store.ts": ["lib/core", "lib/server/model", "lib/server/plan"],
  "lib/server/store": [
    "lib/core",
    ...["model", "plan", "sql", "store/store.ts"].map((name) => `lib/server/${name}`),
    "npm",
  ],
  // What a serialized schedule means; knows no flow and no database.
  "lib/server/schedules": ["lib/core"],
  "lib/server/actions": [
    "lib/core",
    ...["model", "store/store.ts", "access", "schedules"].map((name) => `lib/server/${name}`),
    "npm",
  ],
  "lib/server/transfer": [
    "lib/core",
    ...["model", "sql", "store", "store/store.ts"].map((name) => `lib/server/${name}`),
  ],
  "lib/server/services": [
    "lib/core",
    ...["model", "store/store.ts", "access", "actions"].map((name) => `lib/server/${name}`),
    "npm",
  ],
  "lib/server/http": ["lib/core", "lib/explorer", ...SERVER_LAYERS, "npm"],
  "lib/commands": [...LIB_LAYERS, "npm"],
  "mod.ts": LIB_LAYERS,
  "cli.ts": ["lib/commands", "lib/core"],
  "server.ts": ["lib/commands"],
  "scripts": ["mod.ts", "lib/std"],
  "scripts/dev": [...LIB_LAYERS, "mod.ts", "cli.ts", "npm"],
  "tests": [...LIB_LAYERS, "mod.ts", "cli.ts", "scripts", "scripts/dev", "npm"],
};

/** What imports modules that were made while it ran, which no table can name. */
const IMPORTS_MADE_MODULES = "tests/mutants/with_servers.ts";

const LAYERS = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length);

function findLayer(path: string): string | undefined {
  return LAYERS.find((layer) => path === layer || path.startsWith(`${layer}/`));
}

/** The file or layer an import leads to; `undefined` for data files such as JSON. */
function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier.startsWith("@std/")) return "lib/std";
  if (!specifier.startsWith(".")) return "npm";
  const path = join(dirname(from), specifier);
  return path.endsWith(".ts") ? path : undefined;
}

function checkFile(path: string, source: string): { violations: string[]; files: string[] } {
  const layer = findLayer(path);
  if (layer === undefined) return { violations: [`${path}:1: belongs to no layer of the table`], files: [] };
  const violations: string[] = [];
  const files: string[] = [];
  for (const { specifier, line } of scanImports(source)) {
    if (specifier === undefined) {
      if (path === IMPORTS_MADE_MODULES) continue;
      violations.push(`${path}:${line}: imports a computed name, which no table can judge`);
      continue;
    }
    const target = resolveImport(path, specifier);
    if (target === undefined) continue;
    if (target.endsWith(".ts")) files.push(target);
    const targetLayer = target === "npm" ? target : findLayer(target);
    if (targetLayer !== layer && !(targetLayer && MAY_IMPORT[layer]!.includes(targetLayer))) {
      violations.push(
        `${path}:${line}: ${layer} may not import "${specifier}" (${targetLayer ?? "no layer"})`,
      );
    }
  }
  return { violations, files };
}

/** Depth-first search; a file met again while it is still open closes a cycle. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const cycles: string[] = [];
  const open: string[] = [];
  const done = new Set<string>();
  function visit(path: string): void {
    if (done.has(path)) return;
    const start = open.indexOf(path);
    if (start >= 0) {
      cycles.push(`${path}:1: imports itself by way of ${[...open.slice(start + 1), path].join(" -> ")}`);
      return;
    }
    open.push(path);
    for (const next of graph.get(path) ?? []) visit(next);
    open.pop();
    done.add(path);
  }
  for (const path of graph.keys()) visit(path);
  return cycles;
}

/**
 * Judges a set of files.
 *
 * @param sources Text by path; paths relative to the repository, with `/`.
 * @returns One line `file:line: what is wrong` per violation; empty when all is well.
 *
 * @example The contract suite may not see the server
 * ```ts
 * import { checkLayers } from "./check_layers.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const sources = new Map([["lib/contract/a.ts", 'import { b } from "../server/model/b.ts";']]);
 * assertEquals(checkLayers(sources).length, 1);
 * ```
 */
export function checkLayers(sources: ReadonlyMap<string, string>): string[] {
  const violations: string[] = [];
  const graph = new Map<string, readonly string[]>();
  for (const [path, source] of sources) {
    const checked = checkFile(path, source);
    violations.push(...checked.violations);
    graph.set(path, checked.files);
  }
  return [...violations, ...findCycles(graph)];
}

if (import.meta.main) {
  const sources = new Map<string, string>();
  for (const root of ["lib", "scripts", "tests", "mod.ts", "cli.ts", "server.ts"]) {
    for await (const path of listFiles(root)) {
      if (path.endsWith(".ts")) sources.set(path, await Deno.readTextFile(path));
    }
  }
  const violations = checkLayers(sources);
  for (const violation of violations) console.error(violation);
  console.log(`layers: ${sources.size} files, ${violations.length} violations`);
  Deno.exitCode = violations.length === 0 ? 0 : 1;
}
