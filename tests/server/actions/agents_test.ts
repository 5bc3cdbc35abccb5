import { assertEquals } from "@std/assert";
import type { JsonObject } from "../../../lib/core/json.ts";
import { OPEN } from "../../../lib/server/access/principal.ts";
import { ADMIN_KEY, messageOf, NOBODY, withServer } from "./_test_server.ts";

const VERSION = { "x-prefect-core-version": "1.4.1" };

Deno.test("register_agent() keeps what the agent tells, with sorted labels and the version of the header", () =>
  withServer("server", async (server) => {
    const { tenantId: tenant_id } = await server.addTenant("acme");
    const { id: agent_config_id } = await server.mutate("create_agent_config", { tenant_id });
    const input = { tenant_id, type: "LocalAgent", name: "n", labels: ["b", "a"], agent_config_id };
    const { id } = await server.mutate("register_agent", input as JsonObject, { headers: VERSION });
    const columns = ["id", "tenant_id", "type", "name", "labels", "core_version", "agent_config_id"];
    assertEquals(await server.rows("agent", columns), [
      { ...input, id: id!, labels: ["a", "b"], core_version: "1.4.1" } as JsonObject,
    ]);
  }));

/** What a second agent tells, after `{ type: "T", name: "n", labels: ["a", "b"] }` with a version; whether it is the first. */
const SECOND: ReadonlyArray<readonly [told: JsonObject, version: string | null, isFirst: boolean]> = [
  [{ type: "T", name: "n", labels: ["b", "a"] }, "1.4.1", true],
  [{ type: "T", labels: ["a", "b"] }, "1.4.1", true],
  [{ type: "T", name: null, labels: ["a", "b"] }, null, true],
  [{ type: "U", name: "n", labels: ["a", "b"] }, "1.4.1", false],
  [{ type: "T", name: "m", labels: ["a", "b"] }, "1.4.1", false],
  [{ type: "T", name: "n", labels: ["a"] }, "1.4.1", false],
  [{ type: "T", name: "n" }, "1.4.1", false],
  [{ type: "T", name: "n", labels: ["a", "b"] }, "1.4.0", false],
];

for (const [told, version, isFirst] of SECOND) {
  const name = `${JSON.stringify(told)} of version ${version} for ${isFirst ? "the first" : "another"}`;
  Deno.test(`register_agent() takes ${name}`, () =>
    withServer("server", async (server) => {
      const { tenantId: tenant_id } = await server.addTenant("acme");
      const { tenantId: other } = await server.addTenant("other");
      const register = async (input: JsonObject, headers: Record<string, string>) =>
        (await server.mutate("register_agent", input, { headers })).id;
      const first = await register({ tenant_id, type: "T", name: "n", labels: ["a", "b"] }, VERSION);
      const headers: Record<string, string> = version === null ? {} : { "x-prefect-core-version": version };
      assertEquals(await register({ tenant_id, ...told }, headers) === first, isFirst);
      assertEquals(await register({ tenant_id: other, ...told }, headers) === first, false);
    }));
}

Deno.test("register_agent() needs a tenant on the server backend", () =>
  withServer("server", async (server) => {
    for (const tenant_id of [undefined, null, NOBODY]) {
      const input = { type: "T", ...(tenant_id !== undefined && { tenant_id }) };
      assertEquals(await messageOf(server.mutate("register_agent", input)), "No tenant found.");
    }
  }));

Deno.test("register_agent() works in the tenant in use on the cloud backend, and with its settings", () =>
  withServer("cloud", async (server) => {
    const principal = await server.principal(ADMIN_KEY);
    const { tenantId: other } = await server.addTenant("other");
    const { id: theirs } = await server.mutate("create_agent_config", { tenant_id: other }, {
      principal: OPEN,
    });
    const register = (input: JsonObject) =>
      server.mutate("register_agent", { type: "T", ...input }, { principal });
    assertEquals(await messageOf(register({ tenant_id: other })), "No tenant found.");
    assertEquals(await messageOf(register({ agent_config_id: theirs! })), "Foreign key violation.");
    await register({});
    assertEquals(await server.rows("agent", ["tenant_id"]), [{ tenant_id: principal.tenantId }]);
  }));

Deno.test("get_runs_in_queue() does not note that somebody else's agent asked", () =>
  withServer("cloud", async (server) => {
    const principal = await server.principal(ADMIN_KEY);
    const { tenantId } = await server.addTenant("other");
    const last_queried = "2020-01-01T00:00:00+00:00";
    const agent = await server.insert("agent", { tenant_id: tenantId, type: "T", last_queried });
    const ask = (by: typeof principal) =>
      server.mutate("get_runs_in_queue", { tenant_id: by.tenantId }, {
        principal: by,
        headers: { "x-prefect-agent-id": agent.id as string },
      });
    await ask(principal);
    assertEquals(await server.rows("agent", ["last_queried"]), [{ last_queried }]);
    await ask({ ...principal, tenantId });
    const [{ last_queried: later } = {}] = await server.rows("agent", ["last_queried"]);
    assertEquals(String(later) > "2026", true);
  }));

Deno.test("delete_agent() removes an agent of the tenant in use once", () =>
  withServer("cloud", async (server) => {
    const principal = await server.principal(ADMIN_KEY);
    const { tenantId } = await server.addTenant("other");
    const { id } = await server.mutate("register_agent", { type: "T" }, { principal });
    const remove = async (by = principal) =>
      (await server.mutate("delete_agent", { agent_id: id! }, { principal: by })).success;
    assertEquals(await remove({ ...principal, tenantId }), false);
    assertEquals([await remove(), await remove()], [true, false]);
  }));
