import { assertEquals, assertMatch } from "@std/assert";
import type { JsonObject, JsonValue } from "../../../lib/core/json.ts";
import { OPEN } from "../../../lib/server/access/principal.ts";
import { scheduleFlowRuns } from "../../../lib/server/actions/schedule_flow_runs.ts";
import { runScheduler } from "../../../lib/server/services/scheduler.ts";
import { type TestServer, withServer } from "../actions/_test_server.ts";
import { addFlow, contextOf } from "./_runs.ts";

const NOON = Date.UTC(2030, 0, 31, 12);
const HOUR = 3_600_000;
const HOURLY = { type: "CronClock", cron: "0 * * * *" };

function scheduleOf(...clocks: readonly JsonObject[]): JsonObject {
  return { schedule: { type: "Schedule", clocks: [...clocks] } };
}

async function addActiveFlow(server: TestServer, more: JsonObject): Promise<string> {
  const id = await addFlow(server, more);
  await server.update("flow", { set: { is_schedule_active: true }, where: { id } });
  return id;
}

async function startsOf(server: TestServer, flowId: string): Promise<string[]> {
  const rows = await server.rows("flow_run", ["scheduled_start_time"], { where: { flow_id: flowId } });
  return rows.map(({ scheduled_start_time }) => scheduled_start_time as string).sort();
}

Deno.test("runScheduler() makes ten runs ahead, marked as its own", () =>
  withServer("server", async (server) => {
    const flow_id = await addActiveFlow(server, scheduleOf(HOURLY));
    await runScheduler(contextOf(server, { now: NOON }));
    const starts = await startsOf(server, flow_id);
    assertEquals(starts.length, 10);
    assertEquals([starts[0], starts[9]], ["2030-01-31T13:00:00+00:00", "2030-01-31T22:00:00+00:00"]);
    const columns = ["state", "state_start_time", "auto_scheduled", "idempotency_key", "labels"];
    const where = { scheduled_start_time: starts[0]! };
    assertEquals(await server.rows("flow_run", columns, { where }), [{
      state: "Scheduled",
      state_start_time: starts[0]!,
      auto_scheduled: true,
      idempotency_key: `auto-scheduled:${starts[0]}`,
      labels: [],
    }]);
    assertEquals((await server.rows("task_run", ["id"])).length, 20);
    assertEquals((await server.rows("flow_run_state", ["id"])).length, 10);
  }));

Deno.test("runScheduler() makes no run twice, whatever the clock does", () =>
  withServer("server", async (server) => {
    const flow_id = await addActiveFlow(
      server,
      scheduleOf(HOURLY, { ...HOURLY, parameter_defaults: { x: 1 } }),
    );
    for (const hours of [0, 0, -3, 2, 2, -3, 0]) {
      await runScheduler(contextOf(server, { now: NOON + hours * HOUR }));
    }
    const rows = await server.rows("flow_run", ["scheduled_start_time", "parameters"], {
      where: { flow_id },
    });
    const seen = rows.map((row) => JSON.stringify(row));
    assertEquals(new Set(seen).size, seen.length);
    const plain = rows.filter(({ parameters }) => !Object.hasOwn(parameters as JsonObject, "x"));
    const later = rows.filter(({ parameters }) => Object.hasOwn(parameters as JsonObject, "x"));
    // Only what lies behind the last run with the clock's defaults is passed over.
    assertEquals([plain.length, later.length], [7, 10]);
  }));

Deno.test("runScheduler() goes on where it left off", () =>
  withServer("server", async (server) => {
    const flow_id = await addActiveFlow(server, scheduleOf(HOURLY));
    await runScheduler(contextOf(server, { now: NOON }));
    await runScheduler(contextOf(server, { now: NOON + 3 * HOUR }));
    assertEquals((await startsOf(server, flow_id)).at(-1), "2030-02-01T01:00:00+00:00");
    assertEquals((await startsOf(server, flow_id)).length, 13);
  }));

Deno.test("runScheduler() gives a run the parameters and labels of its clock", () =>
  withServer("server", async (server) => {
    const clock = { type: "DatesClock", dates: [{ dt: "2031-01-01T00:00:00", tz: "Asia/Tokyo" }] };
    await addActiveFlow(server, {
      ...scheduleOf({ ...clock, parameter_defaults: { x: 1 }, labels: ["b", "a"] }, { ...clock, labels: [] }),
      run_config: { labels: ["flow"] },
    });
    await runScheduler(contextOf(server, { now: NOON }));
    const rows = await server.rows("flow_run", [
      "parameters",
      "labels",
      "scheduled_start_time",
      "idempotency_key",
    ]);
    const byLabels = rows.sort((a, b) => (b.labels as JsonValue[]).length - (a.labels as JsonValue[]).length);
    assertEquals(byLabels.map(({ parameters, labels }) => [parameters, labels]), [[{ x: 1 }, ["a", "b"]], [
      {},
      [],
    ]]);
    for (const { idempotency_key, scheduled_start_time } of rows) {
      assertEquals(scheduled_start_time, "2030-12-31T15:00:00+00:00");
      assertMatch(idempotency_key as string, /^auto-scheduled:2030-12-31T15:00:00\+00:00:[0-9a-f]{32}$/);
    }
  }));

Deno.test("runScheduler() prefers the schedule of the group", () =>
  withServer("server", async (server) => {
    const flow_id = await addActiveFlow(server, scheduleOf(HOURLY));
    const daily = { ...HOURLY, cron: "0 0 * * *" };
    await server.update("flow_group", { set: scheduleOf(daily), where: {} });
    await runScheduler(contextOf(server, { now: NOON }));
    assertEquals((await startsOf(server, flow_id))[1], "2030-02-02T00:00:00+00:00");
  }));

Deno.test("runScheduler() leaves alone what is archived, inactive or without a schedule", () =>
  withServer("server", async (server) => {
    await addFlow(server, scheduleOf(HOURLY));
    await addActiveFlow(server, {});
    const archived = await addActiveFlow(server, scheduleOf(HOURLY));
    await server.update("flow", { set: { archived: true }, where: { id: archived } });
    await runScheduler(contextOf(server, { now: NOON }));
    assertEquals(await server.rows("flow_run", ["id"]), []);
  }));

Deno.test("runScheduler() passes over flows that cannot be scheduled and tells of them", () =>
  withServer("server", async (server) => {
    const parameters = [{ name: "x", required: true, default: null }];
    const broken = [
      await addActiveFlow(server, scheduleOf({ type: "CronClock", cron: "hourly" })),
      await addActiveFlow(server, { ...scheduleOf(HOURLY), parameters }),
    ];
    const sound = await addActiveFlow(server, scheduleOf(HOURLY));
    const faults: Error[] = [];
    await runScheduler(contextOf(server, { now: NOON, faults }));
    assertEquals((await startsOf(server, sound)).length, 10);
    assertEquals((await server.rows("flow_run", ["id"])).length, 10);
    assertEquals(faults.map(({ message }) => /"(.*?)"/.exec(message)![1]!).sort(), broken.sort());
  }));

Deno.test("runScheduler() takes some flows at a time, lets others have their turn between, and stops", () =>
  withServer("server", async (server) => {
    const { tenantId: tenant_id, projectId: project_id } = await server.addTenant("many");
    const { id: flow_group_id } = await server.insert("flow_group", { tenant_id, name: "g" });
    const flow = {
      tenant_id,
      project_id,
      flow_group_id: flow_group_id!,
      name: "f",
      is_schedule_active: true,
    };
    const { schedule } = scheduleOf({
      type: "DatesClock",
      dates: [{ dt: "2031-01-01T00:00:00", tz: "UTC" }],
    });
    const flows = Array.from({ length: 120 }, () => ({ ...flow, schedule: schedule!, parameters: [] }));
    await server.store.transaction((transaction) => transaction.insert("flow", flows));
    const stop = new AbortController();
    const stopped = runScheduler(contextOf(server, { now: NOON, signal: stop.signal }));
    stop.abort();
    await stopped;
    const some = await server.rows("flow_run", ["flow_id"]);
    assertEquals(some.length > 0 && some.length < 120, true);
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await runScheduler(contextOf(server, { now: NOON }));
    clearInterval(timer);
    assertEquals(turns > 0, true);
    const runs = await server.rows("flow_run", ["flow_id"]);
    assertEquals([runs.length, new Set(runs.map(({ flow_id }) => flow_id)).size], [120, 120]);
  }));

Deno.test("scheduleFlowRuns() makes no runs of flows that are archived or inactive", () =>
  withServer("server", async (server) => {
    const ids = [await addFlow(server, scheduleOf(HOURLY)), await addActiveFlow(server, scheduleOf(HOURLY))];
    await server.update("flow", { set: { archived: true }, where: { id: ids[1]! } });
    const { runs, failures } = await server.store.transaction((transaction) =>
      scheduleFlowRuns({ transaction, principal: OPEN, now: NOON }, ids)
    );
    assertEquals([runs.length, failures.size], [0, 0]);
  }));
