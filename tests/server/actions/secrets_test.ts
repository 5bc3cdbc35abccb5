import { assertEquals } from "@std/assert";
import type { JsonValue } from "../../../lib/core/json.ts";
import type { Principal } from "../../../lib/server/access/principal.ts";
import { ADMIN_KEY, codeOf, messageOf, type TestServer, withServer } from "./_test_server.ts";

const MISSING = "No value found for the requested key";

function set(server: TestServer, principal: Principal, [name, value]: [string, JsonValue]) {
  return server.mutate("set_secret", { name, value }, { principal });
}

function get(server: TestServer, principal: Principal, name: string): Promise<JsonValue> {
  return server.call("secret_value", { name }, { principal });
}

for (const value of ["hunter2", "", 0, 1.5, true, null, [], { a: [1, { b: "é 🔑" }] }]) {
  Deno.test(`secret_value() gives what set_secret() was given: ${JSON.stringify(value)}`, () =>
    withServer("cloud", async (server) => {
      const principal = await server.principal(ADMIN_KEY);
      assertEquals(await set(server, principal, ["DB", "old"]), { success: true });
      assertEquals(await set(server, principal, ["DB", value]), { success: true });
      assertEquals(await get(server, principal, "DB"), value);
      assertEquals(await server.call("secret_names", {}, { principal }), ["DB"]);
    }));
}

Deno.test("secret_names() gives names in order", () =>
  withServer("cloud", async (server) => {
    const principal = await server.principal(ADMIN_KEY);
    assertEquals(await server.call("secret_names", {}, { principal }), []);
    for (const name of ["b", "a", "C"]) await set(server, principal, [name, 1]);
    assertEquals(await server.call("secret_names", {}, { principal }), ["C", "a", "b"]);
  }));

Deno.test("delete_secret() removes it once, and then it looks as if it had never been", () =>
  withServer("cloud", async (server) => {
    const principal = await server.principal(ADMIN_KEY);
    const remove = () => server.mutate("delete_secret", { name: "DB" }, { principal });
    await set(server, principal, ["DB", 1]);
    assertEquals([await remove(), await remove()], [{ success: true }, { success: false }]);
    assertEquals(await messageOf(get(server, principal, "DB")), MISSING);
    assertEquals(await messageOf(get(server, principal, "NEVER")), MISSING);
  }));

Deno.test("set_secret() asks for a name", () =>
  withServer("cloud", async (server) => {
    const principal = await server.principal(ADMIN_KEY);
    assertEquals(await messageOf(set(server, principal, ["", 1])), "A secret name must be provided.");
  }));

Deno.test("secrets are those of the tenant in use, and of none without one", () =>
  withServer("cloud", async (server) => {
    const principal = await server.principal(ADMIN_KEY);
    const { tenantId } = await server.addTenant("other");
    const stranger = { ...principal, tenantId };
    await set(server, principal, ["DB", "mine"]);
    assertEquals(await messageOf(get(server, stranger, "DB")), MISSING);
    assertEquals(await server.call("secret_names", {}, { principal: stranger }), []);
    const removed = await server.mutate("delete_secret", { name: "DB" }, { principal: stranger });
    assertEquals(removed, { success: false });
    await set(server, stranger, ["DB", "theirs"]);
    assertEquals([await get(server, principal, "DB"), await get(server, stranger, "DB")], ["mine", "theirs"]);
    const nobody = { ...principal, tenantId: null };
    assertEquals(await codeOf(get(server, nobody, "DB")), "FORBIDDEN");
    assertEquals(await codeOf(set(server, nobody, ["DB", 1])), "FORBIDDEN");
  }));
