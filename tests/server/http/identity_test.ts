import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ConfigurationError } from "../../../lib/core/errors.ts";
import { Secret } from "../../../lib/core/secret.ts";
import { generateApiKey } from "../../../lib/server/access/api_key.ts";
import { ROLES } from "../../../lib/server/access/roles.ts";
import { type RunningServer, startServer } from "../../../lib/server/http/serve.ts";
import { createIssuer } from "../access/_issuer.ts";

const ADMIN_KEY = generateApiKey("user");
const LATER = "x-proctor-clock-offset";

// deno-lint-ignore no-explicit-any -- tests reach into answers of every shape
type Body = any;

interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
}

/** Sends one document with a credential. */
async function ask(server: RunningServer, credential: string, question: Question): Promise<Body> {
  const { query, variables = {}, headers = {} } = question;
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${credential}`, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return await response.json();
}

/** A cloud server with an issuer; and a person who has logged in at it. */
async function withPerson(
  test: (server: RunningServer, person: { admin: string; person: string; refresh: string }) => Promise<void>,
  testClock = false,
): Promise<void> {
  const issuer = await createIssuer();
  await using server = await startServer({
    backend: "cloud",
    port: 0,
    adminKey: ADMIN_KEY,
    issuer: issuer.issuer,
    testClock,
  });
  const query = "mutation($t: String!) { log_in(input: {id_token: $t}) { access_token refresh_token } }";
  const variables = { t: (await issuer.sign("ada@example.com")).reveal() };
  // Nothing that opens anything is needed to log in.
  const { data } = await ask(server, "null", { query, variables });
  const { access_token: person, refresh_token: refresh } = data.log_in;
  await test(server, { admin: ADMIN_KEY.reveal(), person, refresh });
}

const INVITE = `mutation($email: String!, $role: UUID!) {
  create_membership_invitation(input: {email: $email, role_id: $role}) { id }
}`;
const INVITATIONS = "{ membership_invitation { email tenant { name slug } role_detail { name } } }";

Deno.test("membership_invitation is seen by those it is addressed to and by those who may, and by nobody else", () =>
  withPerson(async (server, { admin, person, refresh }) => {
    const variables = { email: "Ada@example.com", role: ROLES.USER.id };
    await ask(server, admin, { query: INVITE, variables });
    await ask(server, admin, { query: INVITE, variables: { ...variables, email: "else@example.com" } });
    const seen = async (credential: string) =>
      (await ask(server, credential, { query: INVITATIONS })).data.membership_invitation;
    const invitation = {
      email: "ada@example.com",
      tenant: { name: "default", slug: "default" },
      role_detail: { name: "USER" },
    };
    assertEquals(await seen(person), [invitation]);
    assertEquals((await seen(admin)).length, 2);
    const make = 'mutation { create_api_token(input: {name: "agent", scope: RUNNER}) { token } }';
    const runner = (await ask(server, admin, { query: make })).data.create_api_token.token;
    assertEquals((await ask(server, runner, { query: "{ membership_invitation { email } }" })).data, {
      membership_invitation: [],
    });
    const found = 'mutation { create_tenant(input: {name: "Other", slug: "other"}) { id } }';
    const { data: { create_tenant: { id } } } = await ask(server, admin, { query: found });
    const elsewhere = { query: INVITE, variables: { ...variables, email: "b@example.com" } };
    await ask(server, admin, { ...elsewhere, headers: { "x-prefect-tenant-id": id } });
    const tenants = "{ tenant { id } tenant_view_inviting { name } }";
    assertEquals((await ask(server, person, { query: tenants })).data, {
      tenant: [],
      tenant_view_inviting: [{ name: "default" }],
    });
    const refused = await ask(server, refresh, { query: INVITATIONS });
    assertEquals([refused.data, refused.errors[0].extensions.code], [null, "FORBIDDEN"]);
  }));

Deno.test("an invitation is accepted, and the tenant entered, through documents alone (S17, S33)", () =>
  withPerson(async (server, { admin, person }) => {
    const variables = { email: "ada@example.com", role: ROLES.USER.id };
    const { data } = await ask(server, admin, { query: INVITE, variables });
    const { id } = data.create_membership_invitation;
    const accept =
      "mutation($id: UUID!) { accept_membership_invitation(input: {invitation_id: $id}) { id } }";
    const { data: { accept_membership_invitation: membership } } = await ask(server, person, {
      query: accept,
      variables: { id },
    });
    const tenants = "{ tenant { id slug } user { default_membership { id } } }";
    const { data: { tenant, user } } = await ask(server, person, { query: tenants });
    assertEquals([tenant[0].slug, user[0].default_membership.id], ["default", membership.id]);
    const enter = "mutation($id: UUID!) { switch_tenant(input: {tenant_id: $id}) { access_token } }";
    const entered = await ask(server, person, { query: enter, variables: { id: tenant[0].id } });
    const query = "{ auth_info { tenant_id role } }";
    const info = await ask(server, entered.data.switch_tenant.access_token, { query });
    assertEquals(info.data.auth_info, { tenant_id: tenant[0].id, role: "USER" });
  }));

Deno.test("api_token lists one's own tokens, and runners' for administrators, never their values", () =>
  withPerson(async (server, { admin }) => {
    const make = (name: string, scope: string) =>
      ask(server, admin, {
        query: `mutation { create_api_token(input: {name: "${name}", scope: ${scope}}) { token } }`,
      });
    const { data: { create_api_token: { token: runner } } } = await make("agent", "RUNNER");
    const { data: { create_api_token: { token } } } = await make("mine", "TENANT");
    const list = await ask(server, admin, {
      query: "{ api_token(order_by: {name: asc}) { name scope user_id } }",
    });
    const found = list.data.api_token.map((
      { name, scope }: { name: string; scope: string },
    ) => [name, scope]);
    assertEquals(found, [["agent", "RUNNER"], ["mine", "TENANT"]]);
    assertEquals([runner, token].filter((value) => JSON.stringify(list).includes(value)), []);
    const refused = await ask(server, runner, { query: "{ api_token { name } }" });
    assertEquals(refused.errors[0].extensions.code, "FORBIDDEN");
  }));

Deno.test("the schema has no sessions, and the server backend wants the tenant named", async () => {
  await using cloud = await startServer({ backend: "cloud", port: 0, adminKey: ADMIN_KEY });
  const query = '{ session: __type(name: "session") { name } token: __type(name: "session_token") { name } }';
  assertEquals((await ask(cloud, ADMIN_KEY.reveal(), { query })).data, { session: null, token: null });
  await using server = await startServer({ backend: "server", port: 0 });
  const { errors } = await ask(server, "null", {
    query: 'mutation { update_tenant_name(input: {name: "x"}) { id } }',
  });
  const expected = "Field update_tenant_name_input.tenant_id of required type UUID! was not provided.";
  assertEquals(errors[0].message, expected);
});

Deno.test("x-proctor-clock-offset brings expiry near for one request, with the test clock only", async () => {
  const query = "{ auth_info { user_id } }";
  const at = async (server: RunningServer, credential: string, seconds: string) =>
    (await ask(server, credential, { query, headers: { [LATER]: seconds } })).errors?.[0].extensions.code ??
      "fine";
  await withPerson(async (server, { person }) => {
    const answers = [
      await at(server, person, "500"),
      await at(server, person, "700"),
      await at(server, person, "0"),
    ];
    assertEquals(answers, ["fine", "UNAUTHENTICATED", "fine"]);
    for (const wrong of ["soon", "1e9", "99999999999"]) {
      const headers = { "content-type": "application/json", [LATER]: wrong };
      const response = await fetch(server.url, { method: "POST", headers, body: JSON.stringify({ query }) });
      assertEquals([response.status, await response.text()], [
        400,
        `Cannot use ${LATER} "${wrong}": expected whole seconds`,
      ]);
    }
  }, true);
  await withPerson(async (server, { person }) => assertEquals(await at(server, person, "700"), "fine"));
});

Deno.test("startServer() refuses the test clock beyond loopback", async () => {
  const start = startServer({ backend: "server", port: 0, hostname: "0.0.0.0", testClock: true });
  const error = await assertRejects(() => start, ConfigurationError);
  assertStringIncludes(error.message, '"0.0.0.0"');
});

Deno.test("no answer repeats a credential that was sent in a place where none belongs", () =>
  withPerson(async (server, { admin, person, refresh }) => {
    const spell = (name: string, input: string) => `mutation { ${name}(input: ${input}) { expires_at } }`;
    const declared = "mutation($input: refresh_token_input!) { refresh_token(input: $input) { expires_at } }";
    for (const secret of [admin, person, refresh].map((text) => new Secret(text))) {
      const text = secret.reveal();
      const questions: Question[] = [
        { query: spell("refresh_token", `{access_token: "${text}"}`) },
        { query: spell("log_in", `{id_token: "${text}"}`) },
        { query: spell("switch_tenant", `{tenant_id: "${text}"}`) },
        { query: spell("refresh_token", `"${text}"`) },
        { query: `{ flow(limit: "${text}") { id } }` },
        { query: `{ flow(where: {id: {_eq: "${text}"}}) { id } }` },
        { query: declared, variables: { input: { access_token: text, more: 1 } } },
        { query: declared, variables: { input: text } },
      ];
      for (const question of questions) {
        const answer = JSON.stringify(await ask(server, admin, question));
        assertEquals(answer.includes(text), false, answer.replaceAll(text, "SECRET"));
        assertStringIncludes(answer, '"errors"');
      }
    }
  }));

Deno.test("makeHandler() answers a body that it knows with what is true of whoever sends it, then", () =>
  withPerson(async (server, { admin, person }) => {
    const mine = { query: "{ tenant { id } }" };
    const [seen, seenByPerson] = [await ask(server, admin, mine), await ask(server, person, mine)];
    assertEquals([seen.data.tenant.length, seenByPerson.data.tenant.length], [1, 0]);
    const projects = { query: "{ project { name } }" };
    assertEquals(await ask(server, admin, projects), { data: { project: [] } });
    const named = { query: "query($name: String!) { project(where: { name: { _eq: $name } }) { name } }" };
    const [{ id }] = seen.data.tenant;
    const create = `mutation { create_project(input: { name: "a", tenant_id: "${id}" }) { id } }`;
    const { data, errors } = await ask(server, admin, { query: create });
    assertEquals(errors, undefined);
    assertEquals(typeof data.create_project.id, "string");
    assertEquals(await ask(server, admin, projects), { data: { project: [{ name: "a" }] } });
    assertEquals((await ask(server, "nobody's", projects)).errors[0].extensions.code, "UNAUTHENTICATED");
    for (const name of ["a", "b", "a"]) {
      const { data } = await ask(server, admin, { ...named, variables: { name } });
      assertEquals(data.project.length, name === "a" ? 1 : 0);
    }
  }));
