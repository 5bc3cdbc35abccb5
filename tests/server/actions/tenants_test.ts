import { assertEquals } from "@std/assert";
import { messageOf, NOBODY, withServer } from "./_test_server.ts";

Deno.test("create_tenant() refuses a slug that is not slugified, and one that is taken", () =>
  withServer("server", async (server) => {
    for (const slug of ["Acme", "a b", "-a", "a--b", "ä"]) {
      const refused = messageOf(server.mutate("create_tenant", { name: "A", slug }));
      assertEquals(await refused, 'Slug must be "slugified" (lowercase; no spaces)', slug);
    }
    const taken = server.mutate("create_tenant", { name: "A", slug: "default" });
    assertEquals(await messageOf(taken), "Uniqueness violation.");
  }));

Deno.test("create_tenant() gives the id of a row", () =>
  withServer("server", async (server) => {
    const { id } = await server.mutate("create_tenant", { name: "Acme", slug: "acme-2" });
    assertEquals(await server.rows("tenant", ["id", "name"], { where: { slug: "acme-2" } }), [{
      id: id!,
      name: "Acme",
    }]);
  }));

Deno.test("delete_tenant() wants to be confirmed and takes everything along", () =>
  withServer("server", async (server) => {
    const { tenantId } = await server.addTenant("acme");
    const unsure = server.mutate("delete_tenant", { tenant_id: tenantId, confirm: false });
    assertEquals(await messageOf(unsure), "Must pass `confirm=True` to proceed.");
    const remove = (id: string) => server.mutate("delete_tenant", { tenant_id: id, confirm: true });
    assertEquals(await remove(tenantId), { success: true });
    assertEquals(await server.rows("project", ["id"]), []);
    assertEquals(await remove(NOBODY), { success: false });
  }));

Deno.test("update_tenant_settings() merges at the top level", () =>
  withServer("server", async (server) => {
    const { tenantId: tenant_id } = await server.addTenant("acme");
    await server.mutate("update_tenant_settings", { tenant_id, settings: { a: { x: 1 }, b: 2 } });
    await server.mutate("update_tenant_settings", { tenant_id, settings: { a: { y: 1 } } });
    const [row] = await server.rows("tenant", ["settings"], { where: { id: tenant_id } });
    assertEquals(row, { settings: { a: { y: 1 }, b: 2 } });
    const unknown = server.mutate("update_tenant_settings", { tenant_id: NOBODY });
    assertEquals(await messageOf(unknown), "Invalid tenant id.");
  }));

Deno.test("update_tenant_name() and update_tenant_slug() say when the update failed", () =>
  withServer("server", async (server) => {
    const { tenantId: tenant_id } = await server.addTenant("acme");
    await server.mutate("update_tenant_name", { tenant_id, name: "New" });
    await server.mutate("update_tenant_slug", { tenant_id, slug: "new" });
    assertEquals(await server.rows("tenant", ["name", "slug"], { where: { id: tenant_id } }), [{
      name: "New",
      slug: "new",
    }]);
    const calls: Array<[string, Record<string, string>, string]> = [
      ["update_tenant_name", { tenant_id: NOBODY, name: "x" }, "Update failed."],
      ["update_tenant_slug", { tenant_id: NOBODY, slug: "x" }, "Update failed."],
      ["update_tenant_slug", { tenant_id, slug: "X" }, 'Slug must be "slugified" (lowercase; no spaces)'],
      ["update_tenant_slug", { tenant_id, slug: "default" }, "Uniqueness violation."],
    ];
    for (const [name, input, message] of calls) {
      assertEquals(await messageOf(server.mutate(name, input)), message, name);
    }
  }));
