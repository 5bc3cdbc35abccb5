/** The `prefect auth` commands of Prefect 1.4.1 (`reference/prefect-api.md` §3.1), in the order of a person's day. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import type { Checklist } from "./checklist.ts";
import type { Place } from "./place.ts";

const KEY_REGEXP = /pcu_[0-9A-Za-z]{36}/;

/** Runs `prefect auth …`, which must end with the code, and gives what it wrote. */
async function auth(
  place: Place,
  args: readonly string[],
  { code = 0, input = "", key }: { readonly code?: number; readonly input?: string; readonly key?: string } =
    {},
): Promise<string> {
  const env: Record<string, string> = key === undefined ? {} : { PREFECT__CLOUD__API_KEY: key };
  const outcome = await place.run("prefect", ["auth", ...args], { input, env });
  assertEquals(outcome.code, code, outcome.text);
  return outcome.text;
}

/** The id of the row of a table that a name stands in. */
function idBeside(table: string, name: string): string {
  const row = table.split("\n").find((line) => line.startsWith(`${name} `)) ?? "";
  return /[0-9a-f-]{36}/.exec(row)?.[0] ?? "";
}

async function checkTenants(list: Checklist, place: Place): Promise<void> {
  await place.ask('mutation { create_tenant(input: { name: "Second", slug: "second" }) { id } }');
  await list.check("prefect auth list-tenants shows both tenants and marks the one in use", async () => {
    const table = await auth(place, ["list-tenants"]);
    assertMatch(table, /default +default +[0-9a-f-]{36} +\*/);
    assertMatch(table, /Second +second +[0-9a-f-]{36} *$/m);
  });
  await list.check("prefect auth switch-tenants goes to a tenant by slug, and stays there", async () => {
    assertStringIncludes(await auth(place, ["switch-tenants", "--slug", "second"]), "Tenant switched to");
    assertMatch(await auth(place, ["list-tenants"]), /Second +second +[0-9a-f-]{36} +\*/);
  });
  await list.check("prefect auth switch-tenants refuses a tenant that is none of the user's", async () => {
    const args = ["switch-tenants", "--id", "99999999-9999-4999-8999-999999999999"];
    const text = await auth(place, args, { code: 1 });
    assertStringIncludes(text, "Unauthorized. Your API key is not valid for that tenant.");
  });
  await list.check("prefect auth switch-tenants --default goes back", async () => {
    assertStringIncludes(
      await auth(place, ["switch-tenants", "--default"]),
      "Tenant restored to the default",
    );
  });
}

async function checkKeys(list: Checklist, place: Place): Promise<void> {
  let key = "";
  let id = "";
  await list.check("prefect auth create-key shows a new key", async () => {
    key = KEY_REGEXP.exec(await auth(place, ["create-key", "--name", "laptop", "--quiet"]))?.[0] ?? "";
    assertMatch(key, KEY_REGEXP);
  });
  await list.check("prefect auth create-key --expire makes a key that ends", async () => {
    const args = ["create-key", "--name", "short", "--expire", "2999-01-01T00:00:00"];
    assertStringIncludes(await auth(place, args), "Successfully created key");
  });
  await list.check("prefect auth list-keys shows names, ids and ends, and no key", async () => {
    const table = await auth(place, ["list-keys"]);
    assertMatch(table, /laptop +[0-9a-f-]{36} +NEVER/);
    assertMatch(table, /short +[0-9a-f-]{36} +2999-01-01/);
    assertEquals(KEY_REGEXP.test(table), false);
    id = idBeside(table, "laptop");
  });
  await list.check("prefect auth list-tenants works with the new key", async () => {
    assertStringIncludes(await auth(place, ["list-tenants"], { key }), "default");
  });
  await list.check("prefect auth revoke-key revokes it", async () => {
    assertStringIncludes(await auth(place, ["revoke-key", "--id", id]), "Key successfully revoked!");
  });
  await list.check("prefect auth revoke-key says when there is no such key", async () => {
    assertStringIncludes(await auth(place, ["revoke-key", "--id", id], { code: 1 }), "Unable to revoke key");
  });
  await list.check("prefect auth list-tenants is refused once the key is revoked", async () => {
    const text = await auth(place, ["list-tenants"], { key, code: 1 });
    assertStringIncludes(text, "You are not authenticated.");
  });
}

/** Runs `prefect kv …`, which must end well, and gives what it wrote. */
async function kv(place: Place, args: readonly string[]): Promise<string> {
  const { code, text } = await place.run("prefect", ["kv", ...args]);
  assertEquals(code, 0, text);
  return text;
}

async function checkKeyValues(list: Checklist, place: Place): Promise<void> {
  await list.check("prefect kv keeps, gives, lists and forgets a value", async () => {
    await kv(place, ["set", "shape", "round"]);
    assertStringIncludes(await kv(place, ["get", "shape"]), "round");
    assertStringIncludes(await kv(place, ["list"]), "shape");
    await kv(place, ["delete", "shape"]);
    assertEquals((await kv(place, ["list"])).includes("shape"), false);
  });
}

/**
 * Checks the `prefect auth` commands, and those that need a login.
 *
 * @param list Where to note the checks.
 * @param place The server and an empty home folder.
 */
export async function checkCli(list: Checklist, place: Place): Promise<void> {
  await list.check("prefect auth login refuses a wrong key", async () => {
    const text = await auth(place, ["login", "--key", "pcu_wrong"], { code: 1 });
    assertStringIncludes(text, "Unauthorized. Invalid Prefect Cloud API key.");
  });
  await list.check("prefect auth login keeps a key and its tenant", async () => {
    const text = await auth(place, ["login", "--key", place.adminKey]);
    assertStringIncludes(text, "Logged in to Prefect Cloud tenant 'default' (default)");
    const saved = await Deno.readTextFile(join(place.home, ".prefect", "auth.toml"));
    assertStringIncludes(saved, "tenant_id");
  });
  await list.check("prefect auth status finds the key good", async () => {
    assertStringIncludes(await auth(place, ["status"]), "You are logged in to tenant");
  });
  await checkTenants(list, place);
  await checkKeys(list, place);
  await checkKeyValues(list, place);
  await list.check("prefect auth logout forgets the key", async () => {
    assertStringIncludes(await auth(place, ["logout"], { input: "y\n" }), "Logged out of Prefect Cloud");
    const text = await auth(place, ["list-tenants"], { code: 1 });
    assertStringIncludes(text, "You are not authenticated.");
  });
}
