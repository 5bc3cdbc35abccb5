import { assertEquals, assertRejects } from "@std/assert";
import { createApiKey, listApiKeys } from "../../lib/admin/api_keys.ts";
import { NotDoneError } from "../../lib/admin/not_done_error.ts";
import { provisionAgentKey } from "../../lib/admin/provision_agent_key.ts";
import { rotateApiKey } from "../../lib/admin/rotate_api_key.ts";
import { listServiceAccounts } from "../../lib/admin/service_accounts.ts";
import { deleteSecret, listSecretNames, readSecret, setSecret } from "../../lib/admin/secrets.ts";
import { fixedCredential } from "../../lib/auth/credential.ts";
import type { Secret } from "../../lib/core/secret.ts";
import { createClient, type GraphQLClient } from "../../lib/graphql/client.ts";
import { generateApiKey } from "../../lib/server/access/api_key.ts";
import { startServer } from "../../lib/server/http/serve.ts";

type Connect = (key: Secret) => GraphQLClient;

async function withClient(test: (client: GraphQLClient, connect: Connect) => Promise<void>): Promise<void> {
  const adminKey = generateApiKey("user");
  await using server = await startServer({ backend: "cloud", port: 0, adminKey });
  const connect: Connect = (key) => createClient({ url: server.url, credential: fixedCredential(key) });
  await test(connect(adminKey), connect);
}

async function names(client: GraphQLClient): Promise<string[]> {
  return (await listApiKeys(client)).map(({ name }) => name);
}

Deno.test("rotateApiKey() lets both keys work until the new one is installed and tried (S13)", async () => {
  await withClient(async (client, connect) => {
    const old = await createApiKey(client, { name: "ci" });
    const during: string[][] = [];
    const { created, revoked } = await rotateApiKey(client, old.id, {
      connect,
      install: async () => void during.push(await names(connect(old.key))),
    });
    assertEquals([during, revoked], [[["Administrator", "ci", "ci"]], true]);
    assertEquals(await names(connect(created.key)), ["Administrator", "ci"]);
    await assertRejects(() => names(connect(old.key)));
  });
});

Deno.test("rotateApiKey() keeps the old key and takes the new one back when installing fails", async () => {
  await withClient(async (client, connect) => {
    const { id } = await createApiKey(client, { name: "ci" });
    const install = () => Promise.reject(new TypeError("no room"));
    await assertRejects(() => rotateApiKey(client, id, { connect, install }), TypeError, "no room");
    assertEquals((await listApiKeys(client)).map((key) => key.id).includes(id), true);
    assertEquals(await names(client), ["Administrator", "ci"]);
  });
});

Deno.test("rotateApiKey() keeps the old key when the new one does not work", async () => {
  await withClient(async (client, connect) => {
    const { id } = await createApiKey(client, { name: "ci" });
    const broken: Connect = () => connect(generateApiKey("user"));
    await assertRejects(() => rotateApiKey(client, id, { connect: broken, install: () => {} }));
    assertEquals((await listApiKeys(client)).map((key) => key.id).includes(id), true);
  });
});

Deno.test("rotateApiKey() keeps the old key when told so, and refuses a key it does not know", async () => {
  await withClient(async (client, connect) => {
    const { id } = await createApiKey(client, { name: "ci" });
    const options = { connect, install: () => {}, mayRevoke: () => false };
    assertEquals((await rotateApiKey(client, id, options)).revoked, false);
    assertEquals(await names(client), ["Administrator", "ci", "ci"]);
    await assertRejects(() => rotateApiKey(client, crypto.randomUUID(), options), NotDoneError);
  });
});

Deno.test("provisionAgentKey() makes an account once, and none without a role (S11)", async () => {
  await withClient(async (client) => {
    const options = { name: "agents", role: "RUNNER" };
    const [first, second] = [
      await provisionAgentKey(client, options),
      await provisionAgentKey(client, options),
    ];
    assertEquals([first.isNew, second.isNew, second.accountId], [true, false, first.accountId]);
    await assertRejects(() => provisionAgentKey(client, { name: "x", role: "NOBODY" }), NotDoneError);
    assertEquals((await listServiceAccounts(client)).map(({ name, role }) => [name, role]), [[
      "agents",
      "RUNNER",
    ]]);
  });
});

Deno.test("setSecret() keeps any JSON until it is deleted", async () => {
  await withClient(async (client) => {
    await setSecret(client, { name: "db", value: { password: 'a"b\n' } });
    assertEquals([await listSecretNames(client), await readSecret(client, "db")], [["db"], {
      password: 'a"b\n',
    }]);
    await deleteSecret(client, "db");
    await assertRejects(() => readSecret(client, "db"), NotDoneError);
  });
});
