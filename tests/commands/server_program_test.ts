/** What `deno task server` runs, with its flags and permissions. */
import { assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import manifest from "../../deno.json" with { type: "json" };

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
const TASK: readonly string[] = manifest.tasks.server.command.split(" ").slice(1);
const CLI = ["run", "-q", "-P=server", "cli.ts", "server"];

function start(program: readonly string[], args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [...program, ...args],
    cwd: ROOT,
    env: { PROCTOR_ADMIN_KEY: "", PROCTOR_MASTER_KEY: "" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function said(program: readonly string[], args: readonly string[]): Promise<[number, string, string]> {
  const { code, stdout, stderr } = await start(program, args).output();
  const decoder = new TextDecoder();
  return [code, decoder.decode(stdout), decoder.decode(stderr)];
}

async function ask(url: string, query: string): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query }) });
  return await response.json();
}

Deno.test("server.ts answers queries and mutations, and stops at SIGTERM", async () => {
  await using child = start(TASK, ["--port", "0"]);
  const stderr = new Response(child.stderr).text();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  assertMatch(value, /^http:\/\/127\.0\.0\.1:\d+\n$/);
  const url = value.trim();
  assertEquals(await ask(url, "{ tenant { slug } }"), { data: { tenant: [{ slug: "default" }] } });
  const create = 'mutation { create_tenant(input: {name: "Acme", slug: "acme"}) { __typename } }';
  assertEquals(await ask(url, create), { data: { create_tenant: { __typename: "tenant_id_payload" } } });
  assertEquals(await ask(url, '{ tenant(where: {slug: {_eq: "acme"}}) { name } hello }'), {
    data: { tenant: [{ name: "Acme" }], hello: "👋" },
  });
  child.kill("SIGTERM");
  await reader.cancel();
  assertEquals([(await child.status).code, await stderr], [0, ""]);
});

for (const args of [["--help"], ["--prot", "1"], ["exprt"]]) {
  Deno.test(`server.ts says to ${args.join(" ")} what cli.ts server says`, async () => {
    assertEquals(await said(TASK, args), await said(CLI, args));
  });
}

for (const file of ["examples/Containerfile", "examples/proctor.service"]) {
  Deno.test(`${file} lets the server read the variables that its task may`, async () => {
    const [, names = ""] = /--allow-env=([\w*,]+)/.exec(await Deno.readTextFile(`${ROOT}${file}`)) ?? [];
    assertEquals(names.split(",").sort(), manifest.permissions.server.env.toSorted());
  });
}
