/**
 * Makes the tarball for npm. `deno pack` leaves things as they are that only `deno.json` explains: the names `@std/…`, the
 * modules that names of packages stand for, the version, and addresses of modules that end in `.ts`.
 *
 * @module
 */

import { dirname, join, relative } from "@std/path";
import { ConfigurationError } from "../../lib/core/errors.ts";
import manifest from "../../deno.json" with { type: "json" };

const IMPORTS: Readonly<Record<string, string>> = manifest.imports;
/** Version and module of a package, where the import map names one. */
const NPM_REGEXP = /^npm:\/?(?:@[^/]+\/)?[^@]+@([^/]+)(?:\/(.+))?$/;
/** What a user of the package has no use for. */
const LEFT_OUT = [".ci", ".github", "deno.lock", "examples", "import_map.jsr.json", "scripts", "tests"];
/** Deno transpiles nothing in a package, so the command says itself what `deno.json` says in a checkout. */
const SHEBANG =
  "#!/usr/bin/env -S deno run -q --unstable-lazy-dynamic-imports --unstable-no-legacy-abort --allow-net --allow-env" +
  " --allow-read --allow-write --allow-sys";

/**
 * Makes a module of the package find its neighbours.
 *
 * @param text The module, as `deno pack` wrote it.
 * @param path Where it is, below the root of the package.
 * @returns The module.
 *
 * @example A name of the import map, and the address of a worker
 * ```ts
 * import { resolveNames } from "./pack.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = 'import { join } from "@std/path"; new URL("./worker.ts", import.meta.url);';
 * assertEquals(
 *   resolveNames(text, "lib/config/paths.js"),
 *   'import { join } from "../std/path.js"; new URL("./worker.js", import.meta.url);',
 * );
 * ```
 */
export function resolveNames(text: string, path: string): string {
  const std = relative(dirname(path), "lib/std").replaceAll("\\", "/");
  const prefix = std.startsWith(".") ? std : `./${std}`;
  return text
    .replaceAll(/(from|import) "([^"]+)"/g, (found, keyword, name) => {
      const [, path] = NPM_REGEXP.exec(IMPORTS[name] ?? "")?.slice(1) ?? [];
      return path ? `${keyword} "${name}/${path}"` : found;
    })
    .replaceAll(/(from|import) "@std\/(\w+)"/g, (_, keyword, name) => `${keyword} "${prefix}/${name}.js"`)
    .replaceAll(/\.ts", import\.meta\.url\)/g, '.js", import.meta.url)');
}

async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args: [...args], cwd }).output();
  const [said, complained] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (success) return said!;
  throw new ConfigurationError(`Cannot run "${program} ${args.join(" ")}": it says ${complained}`);
}

async function* modulesIn(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* modulesIn(path);
    else if (/\.(?:js|d\.ts)$/.test(name)) yield path;
  }
}

async function finish(folder: string): Promise<void> {
  for await (const path of modulesIn(folder)) {
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, resolveNames(text, relative(folder, path).replaceAll("\\", "/")));
  }
  const { name, version } = manifest;
  await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify({ name, version }));
  const cli = join(folder, "cli.js");
  await Deno.writeTextFile(cli, (await Deno.readTextFile(cli)).replace(/^#!.*/, SHEBANG));
  const packagePath = join(folder, "package.json");
  const described = JSON.parse(await Deno.readTextFile(packagePath)) as {
    dependencies: Record<string, string>;
  };
  const pinned = Object.keys(described.dependencies).map((dependency) => {
    return [dependency, NPM_REGEXP.exec(IMPORTS[dependency] ?? "")![1]];
  });
  await Deno.writeTextFile(
    packagePath,
    JSON.stringify(
      { ...described, bin: { proctor: "./cli.js" }, dependencies: Object.fromEntries(pinned) },
      undefined,
      2,
    ),
  );
}

async function main(): Promise<void> {
  const root = Deno.cwd();
  const folder = await Deno.makeTempDir();
  try {
    const raw = join(folder, "raw.tgz");
    await run(
      Deno.execPath(),
      ["pack", "--quiet", "--allow-dirty", `--ignore=${LEFT_OUT.join(",")}`, "-o", raw],
      root,
    );
    await run("tar", ["-xzf", raw], folder);
    const unpacked = join(folder, "package");
    await finish(unpacked);
    // In the folder that it will be installed in, nothing of this one explains anything.
    const said = await run(
      Deno.execPath(),
      ["run", "-A", "--node-modules-dir=none", "cli.js", "--version"],
      unpacked,
    );
    if (said.trim() !== manifest.version) {
      throw new ConfigurationError(
        `Cannot use the package: expected it to say "${manifest.version}", it says "${said}"`,
      );
    }
    const tarball = (await run("npm", ["pack", "--silent", "--pack-destination", root], unpacked)).trim();
    console.log(tarball);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await main();
