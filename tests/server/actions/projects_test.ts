import { assertEquals } from "@std/assert";
import { messageOf, NOBODY, withServer } from "./_test_server.ts";

Deno.test("create_project() refuses a name twice in a tenant and an unknown tenant", () =>
  withServer("server", async (server) => {
    const { tenantId: tenant_id } = await server.addTenant("acme");
    const create = (tenant: string) => server.mutate("create_project", { tenant_id: tenant, name: "Work" });
    assertEquals(await messageOf(create(tenant_id)), "Uniqueness violation.");
    assertEquals(await messageOf(create(NOBODY)), "Foreign key violation.");
    const { tenantId: other } = await server.addTenant("globex");
    assertEquals(await messageOf(create(other)), "Uniqueness violation.");
    const { id } = await server.mutate("create_project", { tenant_id: other, name: "", description: "d" });
    assertEquals(await server.rows("project", ["name", "description"], { where: { id: id as string } }), [
      { name: "", description: "d" },
    ]);
  }));

Deno.test("delete_project() removes it once", () =>
  withServer("server", async (server) => {
    const { projectId: project_id } = await server.addTenant("acme");
    assertEquals(await server.mutate("delete_project", { project_id }), { success: true });
    assertEquals(await server.mutate("delete_project", { project_id }), { success: false });
  }));

Deno.test("set_project_name() and set_project_description() change one column", () =>
  withServer("server", async (server) => {
    const { projectId: project_id } = await server.addTenant("acme");
    await server.mutate("set_project_name", { project_id, name: "Play" });
    await server.mutate("set_project_description", { project_id, description: "fun" });
    assertEquals(await server.rows("project", ["name", "description"]), [{
      name: "Play",
      description: "fun",
    }]);
    await server.mutate("set_project_description", { project_id, description: null });
    assertEquals(await server.rows("project", ["description"]), [{ description: null }]);
    const message = (name: string, input: Record<string, string>) => messageOf(server.mutate(name, input));
    assertEquals(await message("set_project_name", { project_id: NOBODY, name: "x" }), "Update failed");
    assertEquals(
      await message("set_project_description", { project_id: NOBODY, description: "x" }),
      "Update failed",
    );
    assertEquals(await message("set_project_description", { project_id }), "'description'");
  }));
