import { assertEquals } from "@std/assert";

/** A module as `deno info --json` tells of it, as far as it is looked at. */
interface ModuleInfo {
  readonly specifier: string;
  readonly dependencies?: ReadonlyArray<
    { readonly code?: { readonly specifier: string }; readonly isDynamic?: boolean }
  >;
}

/** What is loaded with a module: its imports and theirs, without types and without what is imported when it is reached. */
async function loadedWith(path: string): Promise<ReadonlySet<string>> {
  const command = new Deno.Command(Deno.execPath(), { args: ["info", "--json", path] });
  const { stdout } = await command.output();
  const { roots: [root], modules } = JSON.parse(new TextDecoder().decode(stdout));
  const known = new Map((modules as ModuleInfo[]).map((each) => [each.specifier, each]));
  const loaded = new Set<string>([root]);
  for (const specifier of loaded) {
    for (const { code, isDynamic } of known.get(specifier)?.dependencies ?? []) {
      if (code && !isDynamic) loaded.add(code.specifier);
    }
  }
  return loaded;
}

Deno.test("server.ts is loaded without Node, except for its SQLite, and without the whole of graphql", async () => {
  const loaded = [...await loadedWith("server.ts")];
  const path = (part: string) => loaded.filter((specifier) => specifier.includes(part));
  assertEquals(path("lib/server/store/sqlite.ts").length, 1);
  assertEquals(path("node:"), ["node:sqlite"]);
  assertEquals(
    [...path("graphql@").filter((each) => each.endsWith("/index.mjs")), ...path("/validation/")],
    [],
  );
  assertEquals([...path("type/schema.mjs"), ...path("type/introspection.mjs")], []);
  assertEquals([...path("lib/server/schema/operations"), ...path("lib/server/access/authenticate.ts")], []);
  assertEquals(path("lib/server/actions/").map((each) => each.replace(/.*\//, "")).sort(), [
    "bootstrap.ts",
    "snapshot_actions.ts",
  ]);
});
