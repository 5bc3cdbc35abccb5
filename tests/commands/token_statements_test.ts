/** Tokens of the generation before keys, as their users type them; each run is a process of its own. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ADMIN_KEY, assertOk, type User, withUser } from "./_proctor.ts";

const KEYED = { env: { PREFECT__CLOUD__API_KEY: ADMIN_KEY } };
const WHO = "{ auth_info { tenant_id api_token_scope } }";
const WARNING = "unexpected errors could result";

interface PrintedTokens {
  readonly access_token: string;
  readonly expires_at: string;
  readonly refresh_token: string;
}

async function createToken({ proctor }: User, scope: string): Promise<string> {
  const made = await proctor(["auth", "create-token", "-n", "older", "-s", scope], KEYED);
  assertOk(made);
  return made.stdout.trim();
}

/** The ids of the tenants of the demo data, by slug. */
async function readTenants({ proctor }: User): Promise<Record<string, string>> {
  const { stdout } = await proctor(["auth", "list-tenants", "--json"], KEYED);
  const tenants = JSON.parse(stdout) as { slug: string; id: string }[];
  return Object.fromEntries(tenants.map(({ slug, id }) => [slug, id]));
}

/** Raw GraphQL: no client, no command. */
async function post(url: string, query: string, { bearer, variables }: {
  readonly bearer: string;
  readonly variables?: unknown;
}): Promise<{ readonly data: Record<string, Record<string, string>> }> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ query, variables }),
  });
  return await answer.json();
}

Deno.test("proctor auth login -t saves a USER token that later processes trade for one of the tenant (S21, S23)", async () => {
  await withUser("cloud", async (user) => {
    const { proctor, home } = user;
    const token = await createToken(user, "USER");
    const tenants = await readTenants(user);
    const first = await proctor(["auth", "login", "-t", token]);
    assertEquals([first.code, first.stdout, first.stderr], [
      0,
      "Logged in to Prefect Cloud tenant 'default' (default)\n",
      "",
    ]);
    const active = async () => JSON.parse((await proctor(["query", WHO])).stdout).auth_info;
    assertEquals(await active(), { tenant_id: tenants.default, api_token_scope: null });
    const piped = await proctor(["auth", "login", "--tenant", "acme", "--token"], { stdin: `${token}\n` });
    assertEquals([piped.code, piped.stderr], [0, ""]);
    assertEquals(await active(), { tenant_id: tenants.acme, api_token_scope: null });
    const [slug] = await Array.fromAsync(Deno.readDir(`${home}/.prefect/client`));
    const saved = `${home}/.prefect/client/${slug!.name}/settings.toml`;
    assertEquals((await Deno.stat(saved)).mode! & 0o777, 0o600);
  });
});

Deno.test("proctor auth login -t works with a TENANT token, and warns (S24, S26)", async () => {
  await withUser("cloud", async (user) => {
    const { code, stdout, stderr } = await user.proctor(
      ["auth", "login", "-t", await createToken(user, "TENANT")],
    );
    assertEquals([code, stdout], [0, "Logged in to Prefect Cloud tenant 'default' (default)\n"]);
    assertStringIncludes(stderr, WARNING);
    const asked = await user.proctor(["query", WHO]);
    assertEquals(JSON.parse(asked.stdout).auth_info.api_token_scope, "TENANT");
    assertStringIncludes(asked.stderr, WARNING);
  });
});

Deno.test("proctor auth login -t saves nothing of a token that is no user's, wrong or one too many", async () => {
  await withUser("cloud", async (user) => {
    const { proctor, home } = user;
    const refusals = [
      { args: ["-t", await createToken(user, "RUNNER")], code: 3, says: "Cannot log in with a RUNNER token" },
      { args: ["-t", "wrong-wrong-wrong"], code: 3, says: "Unauthorized. Cannot use the API token" },
      { args: ["-t", "one", "-k", "another"], code: 2, says: "both an API key and a token" },
    ];
    for (const { args, code, says } of refusals) {
      const ended = await proctor(["auth", "login", ...args]);
      assertEquals([ended.code, ended.stdout], [code, ""]);
      assertStringIncludes(ended.stderr, says);
      assertEquals(args.some((arg) => arg.length > 5 && ended.stderr.includes(arg)), false);
    }
    assertEquals(await Array.fromAsync(Deno.readDir(home)), []);
  });
});

Deno.test("proctor auth login -t takes an API key in a token's place, and no token beside a saved key", async () => {
  await withUser("cloud", async (user) => {
    assertOk(await user.proctor(["auth", "login", "-t", ADMIN_KEY]));
    assertStringIncludes(await Deno.readTextFile(`${user.home}/.prefect/auth.toml`), ADMIN_KEY);
    const { code, stderr } = await user.proctor(["auth", "login", "-t", await createToken(user, "USER")]);
    assertEquals(code, 5);
    assertStringIncludes(stderr, "already logged in with an API key");
  });
});

Deno.test("proctor auth token prints what raw GraphQL needs, and that renews itself (S21, S27)", async () => {
  await withUser("cloud", async (user) => {
    const { proctor, url } = user;
    const tenants = await readTenants(user);
    assertOk(await proctor(["auth", "login", "-t", await createToken(user, "USER")]));
    const printed = await proctor(["auth", "token", "--tenant", "acme", "--json", "--yes"]);
    assertEquals([printed.code, printed.stderr], [0, ""]);
    const tokens: PrintedTokens = JSON.parse(printed.stdout);
    const asked = await post(url, WHO, { bearer: tokens.access_token });
    assertEquals(asked.data.auth_info!.tenant_id, tenants.acme);
    const renewed = await post(
      url,
      "mutation($input: refresh_token_input!) { refresh_token(input: $input) { access_token expires_at } }",
      { bearer: tokens.refresh_token, variables: { input: { access_token: tokens.access_token } } },
    );
    const { access_token, expires_at } = renewed.data.refresh_token!;
    assertEquals(Date.parse(expires_at!) >= Date.parse(tokens.expires_at), true);
    const again = await post(url, WHO, { bearer: access_token! });
    assertEquals(again.data.auth_info!.tenant_id, tenants.acme);
  });
});

Deno.test("proctor auth token prints nothing unasked, for a stranger's tenant or without a tenant (S21, S27)", async () => {
  await withUser("cloud", async (user) => {
    const { proctor } = user;
    const unasked = await proctor(["auth", "token"], KEYED);
    assertEquals([unasked.code, unasked.stdout], [2, ""]);
    assertStringIncludes(unasked.stderr, "They are secrets");
    const stranger = ["--tenant", "6dc9a7a9-0f9e-4a5c-9a1d-1f8d6ed5a7c3"];
    const token = { env: { PREFECT__CLOUD__AUTH_TOKEN: await createToken(user, "USER") } };
    for (
      const refused of [
        await proctor(["auth", "token", "--yes"]),
        await proctor(["auth", "token", "--yes"], token),
        await proctor(["auth", "token", "--yes", ...stranger], token),
      ]
    ) assertEquals([refused.code, refused.stdout], [3, ""]);
    const lines = (await proctor(["auth", "token", "--yes"], KEYED)).stdout;
    assertMatch(lines, /^access_token ey\S+\nexpires_at 2\S+Z\nrefresh_token \S+\n$/);
  });
});
