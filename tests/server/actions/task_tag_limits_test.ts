import { assertEquals } from "@std/assert";
import { ADMIN_KEY, messageOf, withServer } from "./_test_server.ts";

Deno.test("update_task_tag_limit() sets the one limit of a tag", () =>
  withServer("cloud", async (server) => {
    const principal = await server.principal(ADMIN_KEY);
    const update = (limit: number) =>
      server.mutate("update_task_tag_limit", { tag: "db", limit }, { principal });
    const first = await update(3);
    assertEquals(await update(0), first);
    assertEquals(await messageOf(update(-1)), "Concurrency limits must be >= 0");
    assertEquals(await server.rows("task_tag_limit", ["tag", "limit"]), [{ tag: "db", limit: 0 }]);
  }));

Deno.test("delete_task_tag_limit() lifts a limit of the tenant in use once", () =>
  withServer("cloud", async (server) => {
    const principal = await server.principal(ADMIN_KEY);
    const { tenantId } = await server.addTenant("other");
    const { id } = await server.mutate("update_task_tag_limit", { tag: "db", limit: 3 }, { principal });
    const remove = async (by = principal) =>
      (await server.mutate("delete_task_tag_limit", { limit_id: id! }, { principal: by })).success;
    assertEquals(await remove({ ...principal, tenantId }), false);
    assertEquals([await remove(), await remove()], [true, false]);
  }));
