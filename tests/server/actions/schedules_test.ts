import { assertEquals } from "@std/assert";
import type { JsonObject, JsonValue } from "../../../lib/core/json.ts";
import { messageOf, NOBODY, serializedFlow, type TestServer, withServer } from "./_test_server.ts";

const HOURLY = { type: "Schedule", clocks: [{ type: "CronClock", cron: "0 * * * *" }] };
const REQUIRED = [{ name: "x", required: true, default: null }];

interface Registered {
  readonly flow_id: string;
  readonly flow_group_id: string;
}

async function addFlow(
  server: TestServer,
  serialized: JsonObject,
  more: JsonObject = {},
): Promise<Registered> {
  const { projectId: project_id } = await server.addTenant(`t-${crypto.randomUUID()}`);
  const { id } = await server.mutate("create_flow", {
    project_id,
    serialized_flow: serializedFlow(serialized),
    ...more,
  });
  const [flow] = await server.rows("flow", ["flow_group_id"], { where: { id: id as string } });
  return { flow_id: id as string, flow_group_id: flow!.flow_group_id as string };
}

async function isActive(server: TestServer): Promise<JsonValue> {
  return (await server.rows("flow", ["is_schedule_active"]))[0]!.is_schedule_active!;
}

async function count(server: TestServer): Promise<number> {
  return (await server.rows("flow_run", ["id"], { where: { auto_scheduled: true } })).length;
}

Deno.test("set_schedule_active() makes the next ten runs, once", () =>
  withServer("server", async (server) => {
    const { flow_id } = await addFlow(server, { schedule: HOURLY }, { set_schedule_active: false });
    assertEquals([await isActive(server), await count(server)], [false, 0]);
    assertEquals(await server.mutate("set_schedule_active", { flow_id }), { success: true });
    assertEquals([await isActive(server), await count(server)], [true, 10]);
    await server.mutate("set_schedule_active", { flow_id });
    assertEquals(await count(server), 10);
  }));

Deno.test("set_schedule_active() says no without a flow or a schedule", () =>
  withServer("server", async (server) => {
    const { flow_id, flow_group_id } = await addFlow(server, {});
    const ask = async (id: string) => (await server.mutate("set_schedule_active", { flow_id: id })).success;
    assertEquals(await ask(NOBODY), false);
    assertEquals([await ask(flow_id), await isActive(server)], [false, false]);
    await server.mutate("set_flow_group_schedule", { flow_group_id, cron_clocks: [{ cron: "0 * * * *" }] });
    assertEquals([await ask(flow_id), await isActive(server), await count(server)], [true, true, 10]);
  }));

Deno.test("set_schedule_active() wants a value for each required parameter, from the group or from each clock", () =>
  withServer("server", async (server) => {
    const clocks = [{ type: "CronClock", cron: "0 * * * *", parameter_defaults: { x: 1 } }, {
      type: "CronClock",
      cron: "30 * * * *",
    }];
    const schedule = { type: "Schedule", clocks };
    const { flow_id, flow_group_id } = await addFlow(server, { schedule, parameters: REQUIRED });
    const ask = () => server.mutate("set_schedule_active", { flow_id });
    assertEquals(await messageOf(ask()), "Can not schedule a flow that has required parameters.");
    assertEquals([await isActive(server), await count(server)], [false, 0]);
    await server.mutate("set_flow_group_default_parameters", { flow_group_id, parameters: { x: 2 } });
    assertEquals(await ask(), { success: true });
    assertEquals(await count(server), 10);
  }));

Deno.test("create_flow() schedules unless told not to, and registers what it cannot schedule", () =>
  withServer("server", async (server) => {
    const cases: ReadonlyArray<readonly [serialized: JsonObject, more: JsonObject, active: boolean]> = [
      [{ schedule: HOURLY }, {}, true],
      [{ schedule: HOURLY }, { set_schedule_active: true }, true],
      [{ schedule: HOURLY }, { set_schedule_active: false }, false],
      [{ schedule: HOURLY }, { set_schedule_active: null }, false],
      [{ schedule: HOURLY, parameters: REQUIRED }, {}, false],
      [{ schedule: { type: "Schedule" } }, {}, false],
      [{}, {}, false],
    ];
    for (const [serialized, more, active] of cases) {
      const { flow_id } = await addFlow(server, serialized, more);
      const [flow] = await server.rows("flow", ["is_schedule_active"], { where: { id: flow_id } });
      const runs = await server.rows("flow_run", ["id"], { where: { flow_id } });
      assertEquals([flow!.is_schedule_active, runs.length], [active, active ? 10 : 0]);
    }
  }));

Deno.test("set_schedule_inactive() takes back the runs that have not started, and no other", () =>
  withServer("server", async (server) => {
    const { flow_id } = await addFlow(server, { schedule: HOURLY });
    const [first] = await server.rows("flow_run", ["id"]);
    const state = { type: "Running" };
    await server.mutate("set_flow_run_states", { states: [{ flow_run_id: first!.id!, state }] });
    const { id } = await server.mutate("create_flow_run", { flow_id });
    assertEquals(await server.mutate("set_schedule_inactive", { flow_id }), { success: true });
    assertEquals(await isActive(server), false);
    assertEquals((await server.rows("flow_run", ["id"])).map((run) => run.id), [first!.id!, id!]);
    assertEquals(await server.mutate("set_schedule_inactive", { flow_id: NOBODY }), { success: false });
  }));

Deno.test("set_flow_group_schedule() stores clocks as flows have them, and takes back what was scheduled", () =>
  withServer("server", async (server) => {
    const { flow_group_id } = await addFlow(server, { schedule: HOURLY });
    assertEquals(await count(server), 10);
    const answer = await server.mutate("set_flow_group_schedule", {
      flow_group_id,
      cron_clocks: [{ cron: "0 12 * * 1-5", parameter_defaults: { a: 1 } }],
      interval_clocks: [{ interval: 3600 }],
      timezone: "Europe/Berlin",
    });
    assertEquals([answer, await count(server)], [{ success: true }, 0]);
    const [group] = await server.rows("flow_group", ["schedule"]);
    const schedule = group!.schedule as { clocks: { start_date: { dt: string; tz: string } }[] };
    const starts = schedule.clocks.map(({ start_date }) => start_date);
    assertEquals(starts.map(({ dt, tz }) => [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(dt), tz]), [
      [true, "Europe/Berlin"],
      [true, "Europe/Berlin"],
    ]);
    assertEquals(schedule.clocks.map(({ start_date: _, ...clock }) => clock) as JsonValue, [
      { type: "CronClock", cron: "0 12 * * 1-5", parameter_defaults: { a: 1 } },
      { type: "IntervalClock", interval: 3_600_000_000, parameter_defaults: {} },
    ]);
  }));

Deno.test("set_flow_group_schedule() means the clocks of its time zone", () =>
  withServer("server", async (server) => {
    const { flow_id, flow_group_id } = await addFlow(server, {});
    const cron_clocks = [{ cron: "30 12 * * *" }];
    await server.mutate("set_flow_group_schedule", {
      flow_group_id,
      cron_clocks,
      timezone: "Asia/Kathmandu",
    });
    await server.mutate("set_schedule_active", { flow_id });
    const runs = await server.rows("flow_run", ["scheduled_start_time"]);
    // Nepal is 5:45 ahead, in summer and in winter.
    const times = new Set(runs.map((run) => String(run.scheduled_start_time).slice(10)));
    assertEquals([runs.length, [...times]], [10, ["T06:45:00+00:00"]]);
  }));

/** Inputs and what the service says of them. Source: prefect-api.md §6.4. */
const REFUSED: ReadonlyArray<readonly [input: JsonObject, message: string]> = [
  [{ timezone: "Mars/Olympus" }, "Invalid timezone provided for schedule: Mars/Olympus"],
  [{ timezone: "+01:00" }, "Invalid timezone provided for schedule: +01:00"],
  [
    { cron_clocks: [{ cron: "often", parameter_defaults: { "it's": [true, null, 1.5] } }] },
    `Invalid clock provided for schedule: {'type': 'CronClock', 'cron': 'often', 'parameter_defaults': {"it's": [True, None, 1.5]}}`,
  ],
  [
    { interval_clocks: [{ interval: 0 }] },
    "Invalid clock provided for schedule: {'type': 'IntervalClock', 'interval': 0, 'parameter_defaults': {}}",
  ],
  [{ cron_clocks: null }, "'NoneType' object is not iterable"],
];

for (const [input, message] of REFUSED) {
  Deno.test(`set_flow_group_schedule() refuses ${JSON.stringify(input)}`, () =>
    withServer("server", async (server) => {
      const { flow_group_id } = await addFlow(server, { schedule: HOURLY });
      const call = server.mutate("set_flow_group_schedule", { flow_group_id, ...input });
      assertEquals(await messageOf(call), message);
      assertEquals(await server.rows("flow_group", ["schedule"]), [{ schedule: null }]);
      assertEquals(await count(server), 10);
    }));
}

Deno.test("delete_flow_group_schedule() removes the schedule and what came of it", () =>
  withServer("server", async (server) => {
    const { flow_id, flow_group_id } = await addFlow(server, {});
    await server.mutate("set_flow_group_schedule", { flow_group_id, cron_clocks: [{ cron: "0 * * * *" }] });
    await server.mutate("set_schedule_active", { flow_id });
    assertEquals(await count(server), 10);
    assertEquals(await server.mutate("delete_flow_group_schedule", { flow_group_id }), { success: true });
    assertEquals([await server.rows("flow_group", ["schedule"]), await count(server)], [[{
      schedule: null,
    }], 0]);
    for (const name of ["delete_flow_group_schedule", "set_flow_group_schedule"]) {
      assertEquals(await server.mutate(name, { flow_group_id: NOBODY }), { success: false });
    }
  }));
