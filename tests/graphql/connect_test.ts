import { assertEquals, assertRejects } from "@std/assert";
import { resolveSettings, type SettingsSources } from "../../lib/config/settings.ts";
import type { Secret } from "../../lib/core/secret.ts";
import type { GraphQLClient } from "../../lib/graphql/client.ts";
import { connect } from "../../lib/graphql/connect.ts";
import { AuthorizationError } from "../../lib/graphql/errors.ts";
import { generateApiKey } from "../../lib/server/access/api_key.ts";
import { type RunningServer, startServer } from "../../lib/server/http/serve.ts";

interface Cloud {
  readonly server: RunningServer;
  readonly admin: GraphQLClient;
  readonly adminKey: Secret;
  readonly tenantId: string;
}

/** Runs a test against an empty cloud backend. */
async function withCloud(test: (cloud: Cloud) => Promise<void>): Promise<void> {
  const adminKey = generateApiKey("user");
  await using server = await startServer({ backend: "cloud", port: 0, adminKey });
  const admin = open(server, { flags: { apiKey: adminKey }, environment: {} });
  const { auth_info } = await admin.request<{ auth_info: { tenant_id: string } }>(
    "{ auth_info { tenant_id } }",
  );
  await test({ server, admin, adminKey, tenantId: auth_info.tenant_id });
}

function open(
  server: RunningServer,
  sources: SettingsSources,
  warn?: (message: string) => void,
): GraphQLClient {
  const settings = resolveSettings({ ...sources, flags: { ...sources.flags, api: server.url } });
  return connect(settings, { warn });
}

async function createToken(admin: GraphQLClient, scope: string): Promise<{ id: string; token: string }> {
  const document =
    "mutation($input: create_api_token_input!) { create_api_token(input: $input) { id token } }";
  const answer = await admin.request<{ create_api_token: { id: string; token: string } }>(document, {
    input: { name: scope, scope },
  });
  return answer.create_api_token;
}

Deno.test("connect() needs nothing on the server backend, and a key on Cloud (S04, S05, S28)", async () => {
  await using server = await startServer({ backend: "server", port: 0 });
  assertEquals(await open(server, { flags: { backend: "server" }, environment: {} }).request("{ hello }"), {
    hello: "👋",
  });
  await withCloud(async ({ server }) => {
    const client = open(server, { environment: {} });
    await assertRejects(() => client.request("{ flow { id } }"), AuthorizationError, "no key was sent");
  });
});

Deno.test("connect() takes the key from PREFECT__CLOUD__AUTH_TOKEN and from config.toml (S31, S32)", async () => {
  await withCloud(async ({ server, adminKey, tenantId }) => {
    const key = adminKey.reveal();
    const text = `[cloud]\nauth_token = "${key}"\ntenant_id = "${tenantId}"\n`;
    const cases: readonly SettingsSources[] = [
      { environment: { PREFECT__CLOUD__AUTH_TOKEN: key } },
      { environment: { PREFECT__CLOUD__AUTH_TOKEN: key, PREFECT__CLOUD__TENANT_ID: tenantId } },
      { environment: {}, files: { config: { path: "config.toml", text } } },
    ];
    for (const sources of cases) {
      assertEquals(await open(server, sources).request("{ auth_info { tenant_id } }"), {
        auth_info: { tenant_id: tenantId },
      });
    }
  });
});

Deno.test("connect() logs a USER token in to its tenant (S21, S23, S34)", async () => {
  await withCloud(async ({ server, admin, tenantId }) => {
    const { token } = await createToken(admin, "USER");
    const environment = { PREFECT__CLOUD__AUTH_TOKEN: token };
    const bare = open(server, { environment });
    assertEquals((await bare.request<{ tenant: unknown[] }>("{ tenant { id } }")).tenant.length, 1);
    await assertRejects(() => bare.request("{ flow { id } }"), AuthorizationError);
    const client = open(server, { environment: { ...environment, PREFECT__CLOUD__TENANT_ID: tenantId } });
    assertEquals(await client.request("{ flow { id } }"), { flow: [] });
    const foreign = { ...environment, PREFECT__CLOUD__TENANT_ID: "07786de2-7283-434f-a9b1-600044a8afb3" };
    await assertRejects(
      () => open(server, { environment: foreign }).request("{ flow { id } }"),
      AuthorizationError,
    );
  });
});

Deno.test("connect() sends a TENANT token directly and warns when it is used to log in (S24, S26)", async () => {
  await withCloud(async ({ server, admin, tenantId }) => {
    const { token } = await createToken(admin, "TENANT");
    const warnings: string[] = [];
    const environment = { PREFECT__CLOUD__AUTH_TOKEN: token, PREFECT__CLOUD__TENANT_ID: tenantId };
    const client = open(server, { environment }, (message) => void warnings.push(message));
    assertEquals(await client.request("{ flow { id } }"), { flow: [] });
    assertEquals(warnings.length, 1);
  });
});

Deno.test("connect() is refused once its key is revoked (S13, S54)", async () => {
  await withCloud(async ({ server, admin }) => {
    const { auth_info } = await admin.request<{ auth_info: { user_id: string } }>(
      "{ auth_info { user_id } }",
    );
    const { create_api_key } = await admin.request<{ create_api_key: { id: string; key: string } }>(
      "mutation($input: create_api_key_input!) { create_api_key(input: $input) { id key } }",
      { input: { user_id: auth_info.user_id, name: "short" } },
    );
    const client = open(server, { environment: { PREFECT__CLOUD__API_KEY: create_api_key.key } });
    assertEquals(await client.request("{ flow { id } }"), { flow: [] });
    await admin.request("mutation($id: UUID!) { delete_api_key(input: { key_id: $id }) { success } }", {
      id: create_api_key.id,
    });
    const error = await assertRejects(() => client.request("{ flow { id } }"), AuthorizationError, "revoked");
    assertEquals(Deno.inspect(error).includes(create_api_key.key), false);
  });
});
