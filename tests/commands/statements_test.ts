/** The toolkit's side of the statements: each run as a process, with a home of its own, against the local server. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ADMIN_KEY, assertOk, spawnProctor, type User, withUser } from "./_proctor.ts";

const KEYED = { env: { PREFECT__CLOUD__API_KEY: ADMIN_KEY } };
const HELLO = "{ hello }";
const WHO = "{ auth_info { tenant_id } }";

async function login({ proctor }: User): Promise<void> {
  assertOk(await proctor(["auth", "login", "-k", ADMIN_KEY]));
}

Deno.test("proctor config shows the addresses of both backends (S01, S02, S03)", async () => {
  await withUser("server", async ({ proctor }) => {
    const at = async (args: string[], env: Record<string, string> = {}) => {
      const { stdout } = await proctor(["config", "--json", ...args], {
        env: { PREFECT__CLOUD__API: "", ...env },
      });
      return JSON.parse(stdout)["cloud.api"].value;
    };
    assertEquals(await at(["--backend", "cloud"]), "https://api.prefect.io");
    assertEquals(await at([], { PREFECT__BACKEND: "server" }), "http://localhost:4200");
  });
});

Deno.test("proctor query needs no key and no file against a server (S05, S28, S38)", async () => {
  await withUser("server", async ({ proctor, home }) => {
    const { code, stdout } = await proctor(["query", HELLO]);
    assertEquals([code, JSON.parse(stdout)], [0, { hello: "👋" }]);
    assertEquals(await Array.fromAsync(Deno.readDir(home)), []);
  });
});

Deno.test("proctor query is refused by Cloud without a key, and with a wrong one (S04)", async () => {
  await withUser("cloud", async ({ proctor }) => {
    for (const args of [[], ["--api-key", "wrong-wrong-wrong"]]) {
      const { code, stdout, stderr } = await proctor(["query", WHO, ...args]);
      assertEquals([code, stdout], [3, ""]);
      assertEquals(stderr.trimEnd().split("\n").length, 1);
    }
  });
});

Deno.test("proctor query takes its key from flag, environment and config file (S29, S31, S32, S58)", async () => {
  await withUser("cloud", async ({ proctor, home }) => {
    assertOk(await proctor(["query", WHO, "--api-key", ADMIN_KEY]));
    assertOk(await proctor(["query", WHO], { env: { PREFECT__CLOUD__AUTH_TOKEN: ADMIN_KEY } }));
    await Deno.mkdir(`${home}/.prefect`);
    await Deno.writeTextFile(`${home}/.prefect/config.toml`, `[cloud]\nauth_token = "${ADMIN_KEY}"\n`);
    assertOk(await proctor(["query", WHO]));
    const shadowed = await proctor(["query", WHO], {
      env: { PREFECT__CLOUD__AUTH_TOKEN: "wrong-wrong-wrong" },
    });
    assertEquals(shadowed.code, 3);
    const flagWins = { env: { PREFECT__CLOUD__AUTH_TOKEN: "wrong-wrong-wrong" } };
    assertOk(await proctor(["query", WHO, "--api-key", ADMIN_KEY], flagWins));
  });
});

Deno.test("proctor auth login saves a key that later processes use, for their owner alone (S30)", async () => {
  await withUser("cloud", async (user) => {
    const { proctor, home } = user;
    const piped = await proctor(["auth", "login"], { stdin: `${ADMIN_KEY}\n` });
    assertEquals([piped.code, piped.stdout], [0, "Logged in to Prefect Cloud tenant 'default' (default)\n"]);
    assertOk(await proctor(["query", WHO]));
    const [file, folder] = [
      await Deno.stat(`${home}/.prefect/auth.toml`),
      await Deno.stat(`${home}/.prefect`),
    ];
    assertEquals([file.mode! & 0o777, folder.mode! & 0o777], [0o600, 0o700]);
  });
});

Deno.test("proctor auth login saves nothing when the key is refused", async () => {
  await withUser("cloud", async ({ proctor, home }) => {
    const { code, stderr } = await proctor(["auth", "login", "-k", "wrong-wrong-wrong"]);
    assertEquals(code, 3);
    assertStringIncludes(stderr, "Unauthorized. Invalid Prefect Cloud API key");
    assertEquals(await Array.fromAsync(Deno.readDir(home)), []);
  });
});

Deno.test("proctor auth lists and switches tenants, which persists until logout (S33, S34, S35, S36)", async () => {
  await withUser("cloud", async (user) => {
    const { proctor } = user;
    await login(user);
    const { stdout } = await proctor(["auth", "list-tenants", "--json"]);
    const tenants = JSON.parse(stdout) as { id: string; slug: string; name: string; active: boolean }[];
    assertEquals(tenants.map(({ slug, active }) => [slug, active]), [["acme", false], ["default", true], [
      "globex",
      false,
    ]]);
    const [acme, , globex] = tenants;
    const active = async () => JSON.parse((await proctor(["query", WHO])).stdout).auth_info.tenant_id;
    assertOk(await proctor(["auth", "switch-tenants", "-s", "acme"]));
    assertEquals(await active(), acme!.id);
    assertOk(await proctor(["auth", "switch-tenants", "-i", globex!.id]));
    assertEquals(await active(), globex!.id);
    assertEquals((await proctor(["auth", "logout"])).code, 2);
    assertOk(await proctor(["auth", "logout", "--yes"]));
    assertEquals((await proctor(["query", WHO])).code, 3);
    assertEquals((await proctor(["auth", "logout", "--yes"])).code, 3);
  });
});

Deno.test("proctor query reads documents and variables from everywhere, and writes JSON alone (S38, S39)", async () => {
  await withUser("server", async ({ proctor, home }) => {
    const document =
      "query($name: String!, $limit: Int) { flow(where: { name: { _eq: $name } }, limit: $limit) { name } }";
    await Deno.writeTextFile(`${home}/flow.graphql`, document);
    await Deno.writeTextFile(`${home}/variables.json`, '{"name": "churn-eu-train", "limit": 5}');
    const expected = { flow: [{ name: "churn-eu-train" }] };
    const runs = [
      await proctor(["query", document, "-f", "name=churn-eu-train", "-F", "limit=1"]),
      await proctor(["query", `@${home}/flow.graphql`, "--variables", `@${home}/variables.json`]),
      await proctor(["query", "-", "-f", "name=churn-eu-train"], { stdin: document }),
    ];
    assertEquals(runs.map(({ stdout }) => JSON.parse(stdout)), [expected, expected, expected]);
    const jq = await proctor(["query", document, "-f", "name=churn-eu-train", "--jq", ".flow[].name"]);
    assertEquals(jq.stdout, "churn-eu-train\n");
    const pages =
      "query($limit: Int, $offset: Int) { flow_run(limit: $limit, offset: $offset, order_by: { id: asc }) { id } }";
    const all = (await proctor(["query", pages, "--paginate", "--jq", ".id"])).stdout.trimEnd().split("\n");
    const counted = await proctor(["query", "{ flow_run_aggregate { aggregate { count } } }"]);
    assertEquals(new Set(all).size, JSON.parse(counted.stdout).flow_run_aggregate.aggregate.count);
    assertEquals((await proctor(["query", "{ flow { id } }", "--paginate"])).code, 2);
  });
});

Deno.test("proctor agent-key provisions, checks and rotates a key that is refused once revoked (S53, S54, S57)", async () => {
  await withUser("cloud", async ({ proctor, home }) => {
    const path = `${home}/.prefect/config.toml`;
    await Deno.mkdir(`${home}/.prefect`);
    await Deno.writeTextFile(path, '# mine\n[cloud.agent]\nname = "a" # kept\n');
    assertEquals((await proctor(["agent-key", "check"])).code, 3);
    assertOk(await proctor(["agent-key", "provision", "--install"], KEYED));
    assertOk(await proctor(["agent-key", "check"]));
    const before = await Deno.readTextFile(path);
    assertMatch(before, /^# mine\n\[cloud\.agent\]\nauth_token = "pcs_\w+"\nname = "a" # kept\n$/);
    assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600);
    const [, old = ""] = /"(pcs_\w+)"/.exec(before)!;
    assertEquals((await proctor(["agent-key", "rotate"], KEYED)).code, 2);
    assertOk(await proctor(["agent-key", "rotate", "--yes"], KEYED));
    assertOk(await proctor(["agent-key", "check"]));
    assertEquals((await proctor(["agent-key", "check", "-t", old])).code, 3);
  });
});

Deno.test("proctor agent-key check prefers flag to environment to config file (S55, S56, S57, S58)", async () => {
  await withUser("cloud", async ({ proctor, home }) => {
    await Deno.mkdir(`${home}/.prefect`);
    await Deno.writeTextFile(
      `${home}/.prefect/config.toml`,
      '[cloud.agent]\nauth_token = "from-the-file-1"\n',
    );
    const env = { PREFECT__CLOUD__AGENT__AUTH_TOKEN: "from-the-environment-2" };
    const sources = [
      (await proctor(["agent-key", "check"])).stderr,
      (await proctor(["agent-key", "check"], { env })).stderr,
      (await proctor(["agent-key", "check", "-t", "from-the-flag-3"], { env })).stderr,
      (await proctor(["agent-key", "check"], { env })).stderr,
    ].map((text) => /key (\*{4}\S{4})/.exec(text)?.[1]);
    assertEquals(sources, ["****le-1", "****nt-2", "****ag-3", "****nt-2"]);
  });
});

Deno.test("proctor auth status and doctor say how things stand and end with the code of what is wrong", async () => {
  await withUser("cloud", async (user) => {
    const { proctor, url } = user;
    assertEquals((await proctor(["auth", "status"])).code, 3);
    assertEquals((await proctor(["doctor"])).code, 3);
    await login(user);
    const status = await proctor(["auth", "status"]);
    assertOk(status);
    assertStringIncludes(status.stdout, `You are connecting to ${url}\n`);
    assertStringIncludes(status.stdout, "You are logged in to tenant 'default'");
    const healthy = await proctor(["doctor"]);
    assertOk(healthy);
    assertEquals((status.stdout + healthy.stdout).includes(ADMIN_KEY), false);
    const away = await proctor(["doctor", "--api", "http://127.0.0.1:1"]);
    assertEquals(away.code, 4);
    assertMatch(away.stdout, /^FAIL {3}network {2}http:\/\/127\.0\.0\.1:1 /m);
  });
});

Deno.test("proctor explore serves the page to itself alone and keeps the key (S40)", async () => {
  await withUser("cloud", async ({ url }) => {
    const env = { PREFECT__CLOUD__API: url, PREFECT__CLOUD__API_KEY: ADMIN_KEY };
    await using explorer = spawnProctor(["explore"], { env });
    const page = await explorer.firstLine;
    const { origin } = new URL(page);
    const shown = await (await fetch(page)).text();
    assertEquals([shown.includes("LatestRuns"), shown.includes(ADMIN_KEY)], [true, false]);
    const ask = async (path: string, headers: Record<string, string>) => {
      const body = JSON.stringify({ query: WHO });
      const answer = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body,
      });
      return { status: answer.status, text: await answer.text() };
    };
    const answered = await ask(`${page}graphql`, { origin });
    assertEquals([answered.status, Object.keys(JSON.parse(answered.text))], [200, ["data"]]);
    assertEquals((await ask(`${page}graphql`, { origin: "http://elsewhere.test" })).status, 403);
    assertEquals((await ask(`${page}graphql`, {})).status, 403);
    assertEquals((await ask(`${page}graphql`, { origin, "content-type": "text/plain" })).status, 403);
    assertEquals((await ask(`${origin}/graphql`, { origin })).status, 404);
  });
});
