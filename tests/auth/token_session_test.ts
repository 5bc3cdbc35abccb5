import { assertEquals, assertRejects } from "@std/assert";
import { TokenSession } from "../../lib/auth/token_session.ts";
import { AuthenticationError, ProctorError } from "../../lib/core/errors.ts";
import { Secret } from "../../lib/core/secret.ts";
import { GraphQLError } from "../../lib/graphql/errors.ts";

const TENANT = "07786de2-7283-434f-a9b1-600044a8afb3";

interface Api {
  readonly scope?: string | null | ProctorError;
  readonly refresh?: () => unknown;
}

/** An API of the token generation: each JWT it gives has a number and lives for five minutes. */
function openSession(api: Api, tenantId: string | undefined = TENANT) {
  const log: string[] = [];
  const warnings: string[] = [];
  let now = Date.parse("2020-01-01T00:00:00Z");
  let issued = 0;
  function issue() {
    issued++;
    const expires_at = new Date(now + 300_000).toISOString();
    return { access_token: `jwt ${issued}`, refresh_token: `refresh ${issued}`, expires_at };
  }
  const session = new TokenSession({
    token: new Secret("the token"),
    tenantId,
    now: () => now,
    warn: (message) => void warnings.push(message),
    async send(document, variables, { bearer }) {
      await Promise.resolve();
      const [field] = /auth_info|switch_tenant(?=\()|refresh_token(?=\()/.exec(document) ?? [];
      log.push(`${field} as ${bearer.reveal()} ${JSON.stringify(variables)}`);
      if (field === "switch_tenant") return { switch_tenant: issue() };
      if (field === "refresh_token") return { refresh_token: (api.refresh ?? issue)() };
      if (api.scope instanceof ProctorError) throw api.scope;
      return { auth_info: { api_token_scope: api.scope ?? null } };
    },
  });
  const bearer = async () => (await session.authorize()).bearer.reveal();
  return { session, bearer, log, warnings, sleep: (milliseconds: number) => void (now += milliseconds) };
}

Deno.test("TokenSession.authorize() trades a USER token for one of the tenant (S21, S34)", async () => {
  const { bearer, log } = openSession({ scope: "USER" });
  assertEquals([await bearer(), await bearer()], ["jwt 1", "jwt 1"]);
  assertEquals(log, [
    "auth_info as the token {}",
    `switch_tenant as the token {"input":{"tenant_id":"${TENANT}"}}`,
  ]);
});

Deno.test("TokenSession.authorize() renews before the expiry and not earlier (S23)", async () => {
  const { bearer, log, sleep } = openSession({ scope: "USER" });
  await bearer();
  sleep(269_999);
  assertEquals(await bearer(), "jwt 1");
  sleep(1);
  assertEquals(await bearer(), "jwt 2");
  assertEquals(log.at(-1), 'refresh_token as refresh 1 {"input":{"access_token":"****"}}');
});

Deno.test("TokenSession.authorize() lets callers share one renewal (S23)", async () => {
  const { bearer, log, sleep } = openSession({ scope: "USER" });
  assertEquals(await Promise.all([bearer(), bearer(), bearer()]), ["jwt 1", "jwt 1", "jwt 1"]);
  sleep(300_000);
  assertEquals(await Promise.all([bearer(), bearer(), bearer()]), ["jwt 2", "jwt 2", "jwt 2"]);
  assertEquals(log.length, 3);
});

Deno.test("TokenSession.authorize() logs in again when the refresh token is no longer taken (S23)", async () => {
  const { bearer, sleep } = openSession({
    scope: "USER",
    refresh() {
      throw new AuthenticationError("Expired");
    },
  });
  await bearer();
  sleep(3_600_000);
  assertEquals(await bearer(), "jwt 2");
});

Deno.test("TokenSession.authorize() sends a TENANT token as it is, and warns (S24, S26)", async () => {
  const { session, log, warnings } = openSession({ scope: "TENANT" });
  const { bearer, tenantId } = await session.authorize();
  await session.authorize();
  assertEquals([bearer.reveal(), tenantId, log.length], ["the token", TENANT, 1]);
  assertEquals(warnings.map((text) => text.includes("unexpected errors could result")), [true]);
});

Deno.test("TokenSession.authorize() sends RUNNER tokens and API keys as they are, without a warning", async () => {
  const unknownField = new GraphQLError("Cannot query field");
  for (const scope of ["RUNNER", null, unknownField]) {
    const { bearer, warnings } = openSession({ scope });
    assertEquals([await bearer(), warnings], ["the token", []]);
  }
});

Deno.test("TokenSession.authorize() asks nothing while no tenant is chosen (S20)", async () => {
  const session = new TokenSession({
    token: new Secret("the token"),
    send: (document) => Promise.reject(new AuthenticationError(document)),
  });
  assertEquals((await session.authorize()).bearer.reveal(), "the token");
  await assertRejects(() => session.tokens(), AuthenticationError, "No tenant is set");
});

Deno.test("TokenSession.authorize() asks again after a failure", async () => {
  let calls = 0;
  const session = new TokenSession({
    token: new Secret("the token"),
    tenantId: TENANT,
    send() {
      calls++;
      return calls === 1
        ? Promise.reject(new AuthenticationError("No network"))
        : Promise.resolve({ auth_info: { api_token_scope: "TENANT" } });
    },
  });
  await assertRejects(() => session.authorize(), AuthenticationError);
  assertEquals((await session.authorize()).bearer.reveal(), "the token");
});

Deno.test("TokenSession.tokens() gives both tokens to those who send for themselves (S27)", async () => {
  const { session } = openSession({ scope: "USER" });
  const { accessToken, refreshToken, expiresAt } = await session.tokens();
  assertEquals([accessToken.reveal(), refreshToken.reveal()], ["jwt 1", "refresh 1"]);
  assertEquals(new Date(expiresAt).toISOString(), "2020-01-01T00:05:00.000Z");
});

Deno.test("TokenSession.tokens() refuses an answer without tokens", async () => {
  const session = new TokenSession({
    token: new Secret("the token"),
    tenantId: TENANT,
    send: () => Promise.resolve({ switch_tenant: null }),
  });
  await assertRejects(() => session.tokens(), AuthenticationError, "No access token came");
});
