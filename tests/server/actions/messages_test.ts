import { assertEquals } from "@std/assert";
import { NOBODY, withServer } from "./_test_server.ts";

Deno.test("mark_message_as_read(), mark_message_as_unread() and delete_message() say whether there was one", () =>
  withServer("server", async (server) => {
    const { tenantId: tenant_id } = await server.addTenant("t");
    const { id } = await server.insert("message", { tenant_id, type: "CLOUD_HOOK", text: "hello" });
    const read = async () => (await server.rows("message", ["read"])).map((row) => row.read);
    const ask = async (name: string, message_id = id!) => (await server.mutate(name, { message_id })).success;
    assertEquals(await read(), [false]);
    assertEquals(await ask("mark_message_as_read"), true);
    assertEquals(await read(), [true]);
    assertEquals(await ask("mark_message_as_unread"), true);
    assertEquals(await read(), [false]);
    for (const name of ["mark_message_as_read", "mark_message_as_unread", "delete_message"]) {
      assertEquals(await ask(name, NOBODY), false);
    }
    assertEquals(await ask("delete_message"), true);
    assertEquals(await read(), []);
  }));
