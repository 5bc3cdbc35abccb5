import { assertEquals, assertRejects } from "@std/assert";
import { generateApiKey, hashApiKey } from "../../../lib/server/access/api_key.ts";
import { authenticate } from "../../../lib/server/access/authenticate.ts";
import type { Principal } from "../../../lib/server/access/principal.ts";
import { ROLES } from "../../../lib/server/access/roles.ts";
import type { Row } from "../../../lib/server/model/row.ts";
import type { Store } from "../../../lib/server/store/store.ts";
import { ADMIN_KEY, NOBODY, type TestServer, withServer } from "../actions/_test_server.ts";

type Answer = Principal | string;

/** Who it is, or `code: message`. */
async function ask(server: TestServer, headers: Record<string, string>): Promise<Answer> {
  try {
    return await server.authenticate(headers);
  } catch (error) {
    return `${(error as { code?: string }).code}: ${(error as Error).message}`;
  }
}

const UNKNOWN = "UNAUTHENTICATED: Unauthenticated";
const MALFORMED = "UNAUTHENTICATED: Malformed Authorization header";
const KEY = ADMIN_KEY.reveal();

const ACCEPTED = [`Bearer ${KEY}`, `bearer ${KEY}`, `BEARER   ${KEY}`, `  Bearer \t ${KEY}  `];
const REFUSED: ReadonlyArray<readonly [header: string | undefined, answer: string]> = [
  [undefined, UNKNOWN],
  ["", MALFORMED],
  ["Bearer", MALFORMED],
  ["Bearer ", MALFORMED],
  [KEY, MALFORMED],
  [`Basic ${KEY}`, MALFORMED],
  [`Token ${KEY}`, MALFORMED],
  [`Bearer ${KEY} more`, MALFORMED],
  [`Bearer ${KEY}, Bearer ${KEY}`, MALFORMED],
  [`Bearer${KEY}`, MALFORMED],
  [`Bearer ${KEY}x`, UNKNOWN],
  [`Bearer ${KEY.toUpperCase()}`, UNKNOWN],
  ["Bearer null", UNKNOWN],
  ["Bearer %", UNKNOWN],
];

for (const authorization of ACCEPTED) {
  Deno.test(`authenticate() accepts "${authorization}"`, () =>
    withServer("cloud", async (server) => {
      const principal = await ask(server, { authorization }) as Principal;
      assertEquals([principal.kind, principal.roleId], ["user", ROLES.TENANT_ADMIN.id]);
    }));
}

for (const [authorization, answer] of REFUSED) {
  Deno.test(`authenticate() answers "${authorization}" with ${answer}`, () =>
    withServer("cloud", async (server) => {
      assertEquals(await ask(server, authorization === undefined ? {} : { authorization }), answer);
    }));
}

/** Gives an account a key, or a tenant a token, and asks with it. */
async function askWith(
  server: TestServer,
  table: "auth_api_key" | "api_token",
  { row, headers = {} }: { readonly row: Row; readonly headers?: Record<string, string> },
): Promise<Answer> {
  const key = generateApiKey("user");
  await server.insert(table, { name: "k", ...row, hash: hashApiKey(key) });
  return ask(server, { ...headers, authorization: `Bearer ${key.reveal()}` });
}

/** Part of an answer that must be a principal. */
function seen(answer: Answer): Pick<Principal, "tenantId" | "roleId"> {
  if (typeof answer === "string") throw new TypeError(answer);
  return { tenantId: answer.tenantId, roleId: answer.roleId };
}

Deno.test("authenticate() refuses a key past its expiry, and only then (S09)", () =>
  withServer("cloud", async (server) => {
    const [admin] = await server.rows("user", ["id"]);
    const expiring = (expires_at: string | null) =>
      askWith(server, "auth_api_key", { row: { user_id: admin!.id!, expires_at } });
    assertEquals(await expiring("2020-01-01T00:00:00+00:00"), UNKNOWN);
    assertEquals(typeof await expiring("2999-01-01T00:00:00+00:00"), "object");
    assertEquals(typeof await expiring(null), "object");
  }));

Deno.test("authenticate() acts with the role in the tenant: header, then key, then account (S10)", () =>
  withServer("cloud", async (server) => {
    const a = (await server.addTenant("a")).tenantId;
    const b = (await server.addTenant("b")).tenantId;
    const stranger = (await server.addTenant("c")).tenantId;
    const { userId: user_id } = await server.addMember(a, ROLES.TENANT_ADMIN.id);
    const second = await server.insert("membership", {
      tenant_id: b,
      user_id,
      role_id: ROLES.READ_ONLY_USER.id,
    });
    const inA = { tenantId: a, roleId: ROLES.TENANT_ADMIN.id };
    const inB = { tenantId: b, roleId: ROLES.READ_ONLY_USER.id };
    const answer = (default_tenant_id: string | null, tenant?: string) =>
      askWith(server, "auth_api_key", {
        row: { user_id, default_tenant_id },
        headers: tenant === undefined ? {} : { "X-PREFECT-TENANT-ID": tenant },
      });
    assertEquals(seen(await answer(null)), inA);
    assertEquals(seen(await answer(b)), inB);
    assertEquals(seen(await answer(b, a)), inA);
    assertEquals(seen(await answer(null, b.toUpperCase())), inB);
    for (const unset of ["", " ", "null", "undefined"]) {
      assertEquals(seen(await answer(b, unset)), inB, unset);
    }
    for (const wrong of [stranger, NOBODY, "a"]) assertEquals(await answer(null, wrong), UNKNOWN, wrong);
    await server.update("user", { set: { default_membership_id: second.id! }, where: { id: user_id } });
    assertEquals(seen(await answer(null)), inB);
    const reader = await answer(b) as Principal;
    assertEquals([...reader.permissions], ROLES.READ_ONLY_USER.permissions);
    assertEquals([...reader.tenantIds].sort(), [a, b].sort());
  }));

Deno.test("authenticate() lets an account without a tenant see who it is", () =>
  withServer("cloud", async (server) => {
    const { tenantId } = await server.addTenant("a");
    const { userId: user_id, membershipId } = await server.addMember(tenantId, ROLES.TENANT_ADMIN.id);
    await server.store.transaction((transaction) => transaction.delete("membership", { id: membershipId }));
    const principal = await askWith(server, "auth_api_key", { row: { user_id } }) as Principal;
    assertEquals([principal.tenantId, [...principal.permissions]], [null, [
      "read:membership",
      "read:tenant",
      "read:user",
      "create:tenant",
      "read:role",
    ]]);
    const withDefault = await askWith(server, "auth_api_key", {
      row: { user_id, default_tenant_id: tenantId },
    });
    assertEquals(withDefault, UNKNOWN);
  }));

Deno.test("authenticate() gives each scope of token its rights (S20, S24, S25)", () =>
  withServer("cloud", async (server) => {
    const a = (await server.addTenant("a")).tenantId;
    const b = (await server.addTenant("b")).tenantId;
    const { userId: user_id } = await server.addMember(a, ROLES.TENANT_ADMIN.id);
    await server.insert("membership", { tenant_id: b, user_id, role_id: ROLES.READ_ONLY_USER.id });
    const answer = (row: Row, headers: Record<string, string> = {}) =>
      askWith(server, "api_token", { row, headers });
    await server.update("user", { set: { email: "ada@example.com" }, where: { id: user_id } });
    const user = await answer({ scope: "USER", user_id }) as Principal;
    assertEquals([user.tokenScope, [...user.permissions]], [
      "USER",
      ["read:membership", "read:tenant", "read:user"],
    ]);
    assertEquals([user.tenantId, user.email, [...user.tenantIds].sort()], [null, null, [a, b].sort()]);
    const tenant = { scope: "TENANT", user_id, tenant_id: b };
    assertEquals(seen(await answer(tenant)), { tenantId: b, roleId: ROLES.READ_ONLY_USER.id });
    assertEquals((await answer(tenant) as Principal).email, null);
    assertEquals(await answer(tenant, { "x-prefect-tenant-id": a }), UNKNOWN);
    const runner = { scope: "RUNNER", user_id: null, tenant_id: b };
    const agent = await answer(runner) as Principal;
    assertEquals([agent.kind, agent.userId, agent.tenantId], ["runner", null, b]);
    assertEquals([...agent.permissions], ROLES.RUNNER.permissions);
    assertEquals(await answer(runner, { "x-prefect-tenant-id": a }), UNKNOWN);
    await server.store.transaction((transaction) =>
      transaction.delete("membership", { user_id, tenant_id: b })
    );
    assertEquals(await answer(tenant), UNKNOWN);
  }));

Deno.test("authenticate() reads once and writes nothing, but for the last use of a key", () =>
  withServer("cloud", async (server) => {
    const key = { authorization: `Bearer ${KEY}` };
    await server.authenticate(key);
    const { store, accessTokens } = server;
    let reads = 0;
    const reading: Store = {
      prepare: (plan) => store.prepare(plan),
      select: (...query) => {
        reads++;
        return store.select(...query);
      },
      read: () => Promise.reject(new TypeError("a transaction")),
      transaction: () => Promise.reject(new TypeError("a write")),
      close: () => store.close(),
    };
    const again = await authenticate(new Headers(key), { store: reading, accessTokens, now: Date.now() });
    assertEquals([again.kind, reads], ["user", 1]);
    await server.update("auth_api_key", { set: { last_used: null }, where: {} });
    const unnoted = authenticate(new Headers(key), { store: reading, accessTokens, now: Date.now() });
    await assertRejects(() => unnoted, TypeError, "a write");
  }));

Deno.test("authenticate() writes the last use at most once a minute", () =>
  withServer("cloud", async (server) => {
    const lastUsed = async () => {
      await ask(server, { authorization: `Bearer ${KEY}` });
      return String((await server.rows("auth_api_key", ["last_used"]))[0]!.last_used);
    };
    const first = await lastUsed();
    assertEquals(first > "2026", true);
    assertEquals(await lastUsed(), first);
    await server.update("auth_api_key", { set: { last_used: "2020-01-01T00:00:00+00:00" }, where: {} });
    assertEquals(await lastUsed() > first, true);
  }));
