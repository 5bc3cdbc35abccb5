import { assertEquals } from "@std/assert";
import type { JsonObject } from "../../../lib/core/json.ts";
import { ADMIN_KEY, messageOf, NOBODY, withServer } from "./_test_server.ts";

for (
  const [input, stored] of [
    [{}, { name: null, settings: {} }],
    [{ name: "n", settings: { a: [1] } }, { name: "n", settings: { a: [1] } }],
    [{ settings: null }, { name: null, settings: {} }],
  ] as Array<[JsonObject, JsonObject]>
) {
  Deno.test(`create_agent_config() with ${JSON.stringify(input)} stores ${JSON.stringify(stored)}`, () =>
    withServer("server", async (server) => {
      const { tenantId: tenant_id } = await server.addTenant("acme");
      const { id } = await server.mutate("create_agent_config", { ...input, tenant_id });
      assertEquals(await server.rows("agent_config", ["id", "name", "settings"]), [{ id: id!, ...stored }]);
    }));
}

Deno.test("create_agent_config() refuses a tenant that is not there or not in use", () =>
  withServer("cloud", async (server) => {
    const principal = await server.principal(ADMIN_KEY);
    const { tenantId } = await server.addTenant("other");
    for (const tenant_id of [tenantId, NOBODY]) {
      const creating = server.mutate("create_agent_config", { tenant_id }, { principal });
      assertEquals(await messageOf(creating), "Foreign key violation.");
    }
  }));

for (
  const [input, stored] of [
    [{}, { name: "old", settings: { a: 1 } }],
    [{ name: null, settings: null }, { name: "old", settings: { a: 1 } }],
    [{ name: "new" }, { name: "new", settings: { a: 1 } }],
    [{ settings: { b: 2 } }, { name: "old", settings: { b: 2 } }],
  ] as Array<[JsonObject, JsonObject]>
) {
  Deno.test(`update_agent_config() with ${JSON.stringify(input)} leaves ${JSON.stringify(stored)}`, () =>
    withServer("server", async (server) => {
      const { tenantId: tenant_id } = await server.addTenant("acme");
      const old = { tenant_id, name: "old", settings: { a: 1 } };
      const { id } = await server.mutate("create_agent_config", old);
      const update = (agent_config_id: string) =>
        server.mutate("update_agent_config", { ...input, agent_config_id });
      assertEquals(await update(id as string), { success: true });
      assertEquals(await update(NOBODY), { success: false });
      assertEquals(await server.rows("agent_config", ["name", "settings"]), [stored]);
    }));
}

Deno.test("delete_agent_config() leaves its agents without settings", () =>
  withServer("server", async (server) => {
    const { tenantId: tenant_id } = await server.addTenant("acme");
    const { id: agent_config_id } = await server.mutate("create_agent_config", { tenant_id });
    await server.mutate("register_agent", { tenant_id, type: "T", agent_config_id: agent_config_id! });
    const remove = () => server.mutate("delete_agent_config", { agent_config_id: agent_config_id! });
    assertEquals([await remove(), await remove()], [{ success: true }, { success: false }]);
    assertEquals(await server.rows("agent", ["agent_config_id"]), [{ agent_config_id: null }]);
  }));
