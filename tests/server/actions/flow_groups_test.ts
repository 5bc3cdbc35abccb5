import { assertEquals } from "@std/assert";
import type { JsonObject } from "../../../lib/core/json.ts";
import { NOBODY, withServer } from "./_test_server.ts";

const CALLS: ReadonlyArray<readonly [mutation: string, input: JsonObject, column: string, stored: unknown]> =
  [
    ["set_flow_group_default_parameters", { parameters: { a: [1] } }, "default_parameters", { a: [1] }],
    ["set_flow_group_description", { description: "d" }, "description", "d"],
    ["set_flow_group_description", {}, "description", null],
    ["set_flow_group_labels", { labels: ["b", "a", "b"] }, "labels", ["b", "a"]],
    ["set_flow_group_labels", { labels: [] }, "labels", []],
    ["set_flow_group_labels", { labels: null }, "labels", null],
    ["set_flow_group_run_config", { run_config: { type: "LocalRun" } }, "run_config", { type: "LocalRun" }],
    ["set_flow_group_run_config", { run_config: null }, "run_config", null],
  ];

for (const [mutation, input, column, stored] of CALLS) {
  Deno.test(`${mutation}() with ${JSON.stringify(input)} stores ${JSON.stringify(stored)}`, () =>
    withServer("server", async (server) => {
      const group = await server.insert("flow_group", {
        description: "old",
        labels: ["old"],
        run_config: {},
      });
      const flow_group_id = group.id as string;
      assertEquals(await server.mutate(mutation, { ...input, flow_group_id }), { success: true });
      const [row] = await server.rows("flow_group", [column]);
      assertEquals(row![column] as unknown, stored);
      assertEquals(await server.mutate(mutation, { ...input, flow_group_id: NOBODY }), { success: false });
    }));
}

Deno.test("delete_flow_group() removes it once", () =>
  withServer("server", async (server) => {
    const { id: flow_group_id } = await server.insert("flow_group", {});
    const remove = () => server.mutate("delete_flow_group", { flow_group_id: flow_group_id! });
    assertEquals(await remove(), { success: true });
    assertEquals(await remove(), { success: false });
  }));
