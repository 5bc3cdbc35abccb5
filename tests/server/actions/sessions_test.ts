import { decodeJwt } from "jose";
import { assertEquals, assertNotEquals } from "@std/assert";
import type { JsonObject } from "../../../lib/core/json.ts";
import { ROLES } from "../../../lib/server/access/roles.ts";
import { createIssuer } from "../access/_issuer.ts";
import { ADMIN_KEY, codeOf, messageOf, NOBODY, type TestServer, withServer } from "./_test_server.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Tokens {
  readonly access_token: string;
  readonly expires_at: string;
  readonly refresh_token: string;
}

function bearer(text: string, tenantId?: string): Record<string, string> {
  return {
    authorization: `Bearer ${text}`,
    ...(tenantId !== undefined && { "x-prefect-tenant-id": tenantId }),
  };
}

/** The tokens that a credential gets for a tenant. */
async function switchTo(server: TestServer, tenantId: string, credential: string): Promise<Tokens> {
  const principal = await server.principal(credential);
  return await server.mutate("switch_tenant", { tenant_id: tenantId }, { principal }) as unknown as Tokens;
}

/** New tokens for the refresh token of some; `later` in milliseconds. */
async function refresh(server: TestServer, tokens: Tokens, { later = 0 } = {}): Promise<Tokens> {
  const principal = await server.authenticate(bearer(tokens.refresh_token), { later });
  const input = { access_token: tokens.access_token };
  return await server.mutate("refresh_token", input, { principal, later }) as unknown as Tokens;
}

/** A person who reads in tenant b and administers tenant a, with a token or key of theirs. */
async function addPerson(server: TestServer) {
  const a = (await server.addTenant("a")).tenantId;
  const b = (await server.addTenant("b")).tenantId;
  const { userId, membershipId } = await server.addMember(a, ROLES.TENANT_ADMIN.id);
  await server.insert("membership", { tenant_id: b, user_id: userId, role_id: ROLES.READ_ONLY_USER.id });
  const holder = { ...await server.principal(ADMIN_KEY), userId, tenantId: b };
  const make = async (scope: string) => {
    const made = await server.mutate("create_api_token", { name: "t", scope }, { principal: holder });
    return { id: made.id as string, token: made.token as string };
  };
  const { id: keyId, key } = await server.mutate("create_api_key", { user_id: userId, name: "k" }, {
    principal: holder,
  });
  return { a, b, userId, membershipId, make, keyId: keyId as string, key: key as string };
}

Deno.test("switch_tenant() gives a USER token the rights of its account in one tenant (S20, S21, S22)", () =>
  withServer("cloud", async (server) => {
    const { a, b, userId, make } = await addPerson(server);
    const { token } = await make("USER");
    const tokens = await switchTo(server, b, token);
    const { sub, tenant_id, exp } = decodeJwt(tokens.access_token);
    assertEquals([sub, tenant_id, exp! * 1000], [userId, b, Date.parse(tokens.expires_at)]);
    const refresh = decodeJwt(tokens.refresh_token);
    assertEquals([refresh.sub, "tenant_id" in refresh, refresh.exp! > exp!], [undefined, false, true]);
    const reader = await server.principal(tokens.access_token);
    assertEquals([reader.kind, reader.tenantId, reader.roleId], ["user", b, ROLES.READ_ONLY_USER.id]);
    assertEquals([...reader.permissions], ROLES.READ_ONLY_USER.permissions);
    assertEquals([...reader.tenantIds].sort(), [a, b].sort());
    assertEquals(reader.tokenScope, null);
  }));

Deno.test("switchTenant() and refreshToken() answer in the first generation's spelling", () =>
  withServer("cloud", async (server) => {
    const { b, make } = await addPerson(server);
    const principal = await server.principal((await make("USER")).token);
    const { accessToken, expiresAt, refreshToken } = await server.mutate("switchTenant", { tenantId: b }, {
      principal,
    });
    assertEquals((await server.principal(accessToken as string)).tenantId, b);
    assertEquals(Date.parse(expiresAt as string) > Date.now(), true);
    const refresher = await server.principal(refreshToken as string);
    const renewed = await server.mutate("refreshToken", { accessToken: accessToken! }, {
      principal: refresher,
    });
    assertEquals((await server.principal(renewed.accessToken as string)).tenantId, b);
  }));

Deno.test("switch_tenant() refuses tenants of others like tenants that do not exist, and runners", () =>
  withServer("cloud", async (server) => {
    const { a, b, make } = await addPerson(server);
    const { tenantId: foreign } = await server.addTenant("foreign");
    const { token } = await make("USER");
    for (const tenant of [foreign, NOBODY]) {
      assertEquals(await codeOf(switchTo(server, tenant, token)), "UNAUTHENTICATED");
    }
    const tenantToken = await make("TENANT");
    assertEquals(await codeOf(switchTo(server, a, tenantToken.token)), "UNAUTHENTICATED");
    const inB = await server.principal((await switchTo(server, b, tenantToken.token)).access_token);
    assertEquals([inB.tokenScope, inB.tenantIds, inB.email], ["TENANT", [b], null]);
    const runner = await make("RUNNER");
    assertEquals(await codeOf(switchTo(server, b, runner.token)), "FORBIDDEN");
    assertEquals(await server.rows("session", ["token_id"]), [{ token_id: tenantToken.id }]);
  }));

Deno.test("authenticate() takes an access token in its own tenant only (S10)", () =>
  withServer("cloud", async (server) => {
    const { a, b, key } = await addPerson(server);
    const { access_token } = await switchTo(server, b, key);
    for (const same of [b, "", "null", "undefined"]) {
      assertEquals((await server.authenticate(bearer(access_token, same))).tenantId, b);
    }
    for (const other of [a, NOBODY, "x"]) {
      assertEquals(await codeOf(server.authenticate(bearer(access_token, other))), "UNAUTHENTICATED");
    }
  }));

Deno.test("authenticate() refuses an access token after ten minutes (S22)", () =>
  withServer("cloud", async (server) => {
    const { b, key } = await addPerson(server);
    const { access_token } = await switchTo(server, b, key);
    const ask = (later: number) => codeOf(server.authenticate(bearer(access_token), { later }));
    assertEquals([await ask(9 * MINUTE), await ask(10 * MINUTE)], ["no error", "UNAUTHENTICATED"]);
  }));

const ENDINGS: Record<
  string,
  (server: TestServer, ids: Awaited<ReturnType<typeof addPerson>>) => Promise<number>
> = {
  "its key is revoked": (server, { keyId }) =>
    server.store.transaction((transaction) => transaction.delete("auth_api_key", { id: keyId })),
  "its key expires": (server, { keyId }) =>
    server.update("auth_api_key", { set: { expires_at: "2020-01-01T00:00:00+00:00" }, where: { id: keyId } }),
  "the membership ends": (server, { a }) =>
    server.store.transaction((transaction) => transaction.delete("membership", { tenant_id: a })),
  "the account is removed": (server, { userId }) =>
    server.store.transaction((transaction) => transaction.delete("user", { id: userId })),
  "the tenant is removed": (server, { a }) =>
    server.store.transaction((transaction) => transaction.delete("tenant", { id: a })),
};

for (const [name, end] of Object.entries(ENDINGS)) {
  Deno.test(`authenticate() and refresh_token() refuse a session when ${name}`, () =>
    withServer("cloud", async (server) => {
      const person = await addPerson(server);
      const tokens = await switchTo(server, person.a, person.key);
      assertEquals(await codeOf(server.principal(tokens.access_token)), "no error");
      assertEquals(await end(server, person), 1);
      assertEquals(await codeOf(server.principal(tokens.access_token)), "UNAUTHENTICATED");
      assertEquals(await codeOf(refresh(server, tokens)), "UNAUTHENTICATED");
    }));
}

Deno.test("an access token dies with the token that made it", () =>
  withServer("cloud", async (server) => {
    const { b, userId, make } = await addPerson(server);
    const { id, token } = await make("USER");
    const { access_token } = await switchTo(server, b, token);
    const principal = { ...await server.principal(ADMIN_KEY), userId };
    assertEquals(await server.mutate("delete_api_token", { token_id: id }, { principal }), { success: true });
    assertEquals(await codeOf(server.principal(access_token)), "UNAUTHENTICATED");
    assertEquals(await server.rows("session", ["id"]), []);
  }));

Deno.test("refresh_token() gives new tokens of the same tenant, also when the access token has expired", () =>
  withServer("cloud", async (server) => {
    const { b, key } = await addPerson(server);
    const tokens = await switchTo(server, b, key);
    const renewed = await refresh(server, tokens, { later: 23 * 60 * MINUTE });
    assertNotEquals(renewed.access_token, tokens.access_token);
    assertNotEquals(renewed.refresh_token, tokens.refresh_token);
    assertEquals((await server.principal(renewed.access_token)).tenantId, b);
    assertEquals(await codeOf(refresh(server, renewed, { later: DAY })), "UNAUTHENTICATED");
  }));

Deno.test("authenticate() ends the whole session when a refresh token is used twice", () =>
  withServer("cloud", async (server) => {
    const { b, key } = await addPerson(server);
    const tokens = await switchTo(server, b, key);
    const other = await switchTo(server, b, key);
    const renewed = await refresh(server, tokens);
    assertEquals(await codeOf(server.principal(renewed.access_token)), "no error");
    assertEquals(await codeOf(refresh(server, tokens)), "UNAUTHENTICATED");
    for (const dead of [tokens.access_token, renewed.access_token, renewed.refresh_token]) {
      assertEquals(await codeOf(server.principal(dead)), "UNAUTHENTICATED");
    }
    assertEquals(await codeOf(server.principal(other.access_token)), "no error");
    assertEquals(await codeOf(server.principal(key)), "no error");
  }));

Deno.test("refresh_token() takes a refresh token once, also when two requests hold it", () =>
  withServer("cloud", async (server) => {
    const { b, key } = await addPerson(server);
    const tokens = await switchTo(server, b, key);
    const principal = await server.principal(tokens.refresh_token);
    const use = () =>
      codeOf(server.mutate("refresh_token", { access_token: tokens.access_token }, { principal }));
    assertEquals([await use(), await use()], ["no error", "UNAUTHENTICATED"]);
  }));

Deno.test("refresh_token() wants a refresh token and an access token of the same session", () =>
  withServer("cloud", async (server) => {
    const { a, b, key } = await addPerson(server);
    const [tokens, other] = [await switchTo(server, b, key), await switchTo(server, a, key)];
    const use = async (credential: string, access_token: string) =>
      codeOf(
        server.mutate("refresh_token", { access_token }, { principal: await server.principal(credential) }),
      );
    assertEquals(await use(key, tokens.access_token), "UNAUTHENTICATED");
    assertEquals(await use(tokens.access_token, tokens.access_token), "UNAUTHENTICATED");
    assertEquals(await use(tokens.refresh_token, other.access_token), "UNAUTHENTICATED");
    assertEquals(await use(tokens.refresh_token, tokens.refresh_token), "UNAUTHENTICATED");
    assertEquals(await use(tokens.refresh_token, "a.b.c"), "UNAUTHENTICATED");
    assertEquals(await use(tokens.refresh_token, tokens.access_token), "no error");
  }));

Deno.test("switch_tenant() with an access token goes on with its session, which log_out() ends", () =>
  withServer("cloud", async (server) => {
    const { a, b, key } = await addPerson(server);
    const inB = await switchTo(server, b, key);
    const inA = await switchTo(server, a, inB.access_token);
    assertEquals((await server.rows("session", ["id"])).length, 1);
    const logOut = async (credential: string, access_token: string) =>
      server.mutate("log_out", { access_token }, { principal: await server.principal(credential) });
    assertEquals(await codeOf(logOut(key, inA.access_token)), "UNAUTHENTICATED");
    assertEquals(await logOut(inA.refresh_token, inA.access_token), { success: true });
    for (const { access_token, refresh_token } of [inA, inB]) {
      assertEquals(await codeOf(server.principal(access_token)), "UNAUTHENTICATED");
      assertEquals(await codeOf(server.principal(refresh_token)), "UNAUTHENTICATED");
    }
    assertEquals(await codeOf(server.principal(key)), "no error");
  }));

Deno.test("switch_tenant() sweeps up sessions that can no longer be refreshed", () =>
  withServer("cloud", async (server) => {
    const { b, key } = await addPerson(server);
    await switchTo(server, b, key);
    await server.update("session", { set: { expires_at: "2020-01-01T00:00:00+00:00" }, where: {} });
    await switchTo(server, b, key);
    assertEquals((await server.rows("session", ["id"])).length, 1);
    assertEquals((await server.rows("session_token", ["id"])).length, 1);
  }));

Deno.test("sessions store no token in a form that opens anything", () =>
  withServer("cloud", async (server) => {
    const { b, key } = await addPerson(server);
    const { access_token, refresh_token } = await switchTo(server, b, key);
    const stored = JSON.stringify([
      await server.rows("session", ["id", "user_id", "key_id", "token_id"]),
      await server.rows("session_token", ["id", "hash"]),
    ]);
    assertEquals([access_token, refresh_token].filter((token) => stored.includes(token)), []);
  }));

Deno.test("log_in() answers UNAUTHENTICATED where no issuer is configured", () =>
  withServer("cloud", async (server) => {
    const id_token = (await (await createIssuer()).sign("ada@example.com")).reveal();
    const refused = server.mutate("log_in", { id_token }, {});
    assertEquals([await codeOf(refused), await messageOf(refused)], ["UNAUTHENTICATED", "Unauthenticated"]);
  }));

Deno.test("log_in() opens a session as the account with the address, in its default tenant", () =>
  withServer("cloud", async (server) => {
    const issuer = await createIssuer();
    server.issuer = issuer.issuer;
    const { a, b, userId } = await addPerson(server);
    await server.update("user", { set: { email: "ada@example.com" }, where: { id: userId } });
    const logIn = async (): Promise<Tokens> => {
      const id_token = (await issuer.sign("Ada@example.com")).reveal();
      return await server.mutate("log_in", { id_token }) as unknown as Tokens;
    };
    const tokens = await logIn();
    const principal = await server.principal(tokens.access_token);
    assertEquals([principal.userId, principal.tenantId, principal.email], [userId, a, "ada@example.com"]);
    const [inB] = await server.rows("membership", ["id"], { where: { user_id: userId, tenant_id: b } });
    await server.update("user", { set: { default_membership_id: inB!.id! }, where: { id: userId } });
    assertEquals((await server.principal((await logIn()).access_token)).tenantId, b);
    assertEquals((await refresh(server, tokens)).access_token === tokens.access_token, false);
  }));

Deno.test("log_in() makes an account for a new address, once; without a tenant it can make one", () =>
  withServer("cloud", async (server) => {
    const issuer = await createIssuer();
    server.issuer = issuer.issuer;
    const logIn = async () => {
      const id_token = (await issuer.sign("new@example.com", { given_name: "N" })).reveal();
      const { access_token } = await server.mutate("log_in", { id_token });
      return {
        access_token: access_token as string,
        principal: await server.principal(access_token as string),
      };
    };
    const first = await logIn();
    assertEquals([first.principal.kind, first.principal.tenantId], ["user", null]);
    assertEquals(decodeJwt(first.access_token).tenant_id, null);
    assertEquals(first.principal.permissions.has("create:tenant"), true);
    assertEquals((await logIn()).principal.userId, first.principal.userId);
    const users = await server.rows("user", ["email", "first_name"], { where: { email: "new@example.com" } });
    assertEquals(users, [{ email: "new@example.com", first_name: "N" }]);
    const { id } = await server.mutate("create_tenant", { name: "N", slug: "n" }, first) as JsonObject;
    assertEquals((await server.principal(first.access_token)).tenantId, null);
    assertEquals((await server.principal((await logIn()).access_token)).tenantId, id as string);
    const later = server.authenticate(bearer(first.access_token, id as string));
    assertEquals(await codeOf(later), "UNAUTHENTICATED");
  }));

Deno.test("log_in() is never as a service account", () =>
  withServer("cloud", async (server) => {
    const issuer = await createIssuer();
    server.issuer = issuer.issuer;
    const { tenantId } = await server.addTenant("a");
    const { userId } = await server.addMember(tenantId, ROLES.TENANT_ADMIN.id, { type: "SERVICE" });
    await server.update("user", { set: { email: "bot@example.com" }, where: { id: userId } });
    const id_token = (await issuer.sign("bot@example.com")).reveal();
    const { access_token } = await server.mutate("log_in", { id_token });
    const principal = await server.principal(access_token as string);
    assertEquals([principal.userId === userId, principal.kind], [false, "user"]);
  }));
