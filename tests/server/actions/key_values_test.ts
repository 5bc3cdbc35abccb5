import { assertEquals } from "@std/assert";
import { ADMIN_KEY, messageOf, NOBODY, withServer } from "./_test_server.ts";

Deno.test("set_key_value() replaces a value and keeps its id", () =>
  withServer("cloud", async (server) => {
    const principal = await server.principal(ADMIN_KEY);
    const set = (key: string, value: string) => server.mutate("set_key_value", { key, value }, { principal });
    const first = await set("a", "old");
    assertEquals(await set("a", "new"), first);
    assertEquals((await set("b", "x")).id === first.id, false);
    assertEquals(await server.rows("key_value", ["key", "value"]), [
      { key: "a", value: "new" },
      { key: "b", value: "x" },
    ]);
  }));

Deno.test("set_key_value() takes 10,000 characters of JSON and no more", () =>
  withServer("cloud", async (server) => {
    const principal = await server.principal(ADMIN_KEY);
    const set = (length: number) =>
      server.mutate("set_key_value", { key: "a", value: "x".repeat(length - 2) }, { principal });
    assertEquals(await messageOf(set(10_000)), "no error");
    assertEquals(await messageOf(set(10_001)), "Value payload exceeds 10 KB limit.");
  }));

Deno.test("delete_key_value() removes a value of the tenant in use once", () =>
  withServer("cloud", async (server) => {
    const principal = await server.principal(ADMIN_KEY);
    const { tenantId } = await server.addTenant("other");
    const { id } = await server.mutate("set_key_value", { key: "a", value: 1 }, { principal });
    const remove = (key_value_id: string, by = principal) =>
      server.mutate("delete_key_value", { key_value_id }, { principal: by });
    const missing = { success: false, error: "No value found for the requested key" };
    assertEquals(await remove(id as string, { ...principal, tenantId }), missing);
    assertEquals(await remove(NOBODY), missing);
    assertEquals(await remove(id as string), { success: true, error: null });
    assertEquals(await remove(id as string), missing);
  }));
