/** Keys, tokens and service accounts, as their administrators type them; each run is a process of its own. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ADMIN_KEY, assertOk, type User, withUser } from "./_proctor.ts";

const KEYED = { env: { PREFECT__CLOUD__API_KEY: ADMIN_KEY } };
const WHO = "{ auth_info { tenant_id } }";

async function createKey({ proctor }: User, name: string): Promise<{ id: string; key: string }> {
  const made = await proctor(["auth", "create-key", "-n", name, "--json"], KEYED);
  assertOk(made);
  return JSON.parse(made.stdout);
}

Deno.test("proctor auth create-key makes a key with an expiry that works (S06, S07, S08)", async () => {
  await withUser("cloud", async ({ proctor }) => {
    const made = await proctor(["auth", "create-key", "-n", "ci", "-e", "90d", "-q"], KEYED);
    assertMatch(made.stdout, /^pcu_[0-9A-Za-z]{36}\n$/);
    assertEquals(made.stderr, "");
    assertOk(await proctor(["query", WHO, "--api-key", made.stdout.trim()]));
    assertEquals((await proctor(["auth", "create-key", "-n", "ci", "-e", "2001-01-01"], KEYED)).code, 2);
  });
});

Deno.test("proctor auth list-keys never shows a key's value (S16)", async () => {
  await withUser("cloud", async (user) => {
    const { id, key } = await createKey(user, "ci");
    for (const args of [[], ["--json"]]) {
      const { stdout, stderr } = await user.proctor(["auth", "list-keys", ...args], KEYED);
      assertStringIncludes(stdout, id);
      assertEquals((stdout + stderr).includes(key), false);
    }
  });
});

for (const command of ["revoke-key", "revoke-token"]) {
  Deno.test(`proctor auth ${command} refuses unasked, and revokes with --yes (S13, S14, S15)`, async () => {
    await withUser("cloud", async (user) => {
      const { id, key } = await createKey(user, "ci");
      const { code, stderr } = await user.proctor(["auth", command, "-i", id], KEYED);
      assertEquals(code, 2);
      assertStringIncludes(stderr, "give --yes");
      assertOk(await user.proctor(["query", WHO, "--api-key", key]));
      assertOk(await user.proctor(["auth", command, "-i", id, "--yes"], KEYED));
      assertEquals((await user.proctor(["query", WHO, "--api-key", key])).code, 3);
      assertEquals((await user.proctor(["auth", command, "-i", id, "--yes"], KEYED)).code, 1);
    });
  });
}

Deno.test("proctor auth rotate-key leaves a key that works and revokes the old one", async () => {
  await withUser("cloud", async (user) => {
    const old = await createKey(user, "ci");
    assertEquals((await user.proctor(["auth", "rotate-key", "-i", old.id], KEYED)).code, 2);
    const { stdout, code } = await user.proctor(["auth", "rotate-key", "-i", old.id, "-q", "--yes"], KEYED);
    assertEquals(code, 0);
    assertOk(await user.proctor(["query", WHO, "--api-key", stdout.trim()]));
    assertEquals((await user.proctor(["query", WHO, "--api-key", old.key])).code, 3);
  });
});

Deno.test("proctor auth makes service accounts with keys; who is no administrator may not (S11, S12)", async () => {
  await withUser("cloud", async ({ proctor }) => {
    assertOk(await proctor(["auth", "create-service-account", "-n", "ci", "--role", "USER"], KEYED));
    assertStringIncludes((await proctor(["auth", "list-service-accounts"], KEYED)).stdout, "ci ");
    const made = await proctor(["auth", "create-key", "-n", "ci", "--service-account", "ci", "-q"], KEYED);
    assertMatch(made.stdout, /^pcs_/);
    const asMember = ["--api-key", made.stdout.trim()];
    assertEquals((await proctor(["auth", "create-service-account", "-n", "x", ...asMember])).code, 3);
  });
});

for (const scope of ["USER", "TENANT", "RUNNER"]) {
  Deno.test(`proctor auth create-token makes ${scope} tokens (S18, S19, S24)`, async () => {
    await withUser("cloud", async ({ proctor }) => {
      const made = await proctor(["auth", "create-token", "-n", "older", "-s", scope, "--json"], KEYED);
      assertOk(made);
      const { token, id } = JSON.parse(made.stdout);
      const asked = await proctor(["query", "{ auth_info { api_token_scope } }", "--api-key", token]);
      assertEquals(JSON.parse(asked.stdout), { auth_info: { api_token_scope: scope } });
      const listed = (await proctor(["auth", "list-tokens"], KEYED)).stdout;
      assertEquals([listed.includes(id), listed.includes(token)], [true, false]);
    });
  });
}
