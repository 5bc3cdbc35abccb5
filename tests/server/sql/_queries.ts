/**
 * Rows and queries for tests that compare the answers to them.
 *
 * @module
 */
import fc from "fast-check";
import type { JsonObject, JsonValue } from "../../../lib/core/json.ts";
import type { Store } from "../../../lib/server/store/store.ts";
import { DIRECTIONS } from "../../corpus/_queries.ts";
import type { Data, NaiveRow } from "./_naive.ts";

const NAMES = ["train", "Train", "my-train", "a%b", "a_b", "é", ""];
const STATES = ["Failed", "Success", "failed", null];
const MOMENTS = [
  "2019-01-01T12:00:00+00:00",
  "2019-01-01T12:00:00.000001+00:00",
  "2020-06-01T00:00:00+00:00",
  null,
];

function pick<T>(values: readonly T[], position: number): T {
  return values[position % values.length]!;
}

/** An id that is the same in every store. */
function idOf(kind: number, position: number): string {
  return `0000000${kind}-0000-4000-8000-${String(position * 7919 % 1000).padStart(12, "0")}`;
}

const WRITTEN = { created: "2020-01-01T00:00:00+00:00", updated: "2020-01-02T00:00:00.5+00:00" };
const LABELS = [["a", "b"], [], { deep: [1.50, null] }, "text", 10, null];

/** Writes a few flows with runs, the same into every store. */
export async function fill(store: Store): Promise<Data> {
  return await store.transaction(async (transaction) => {
    const [project] = await transaction.insert("project", [{ id: idOf(1, 0), name: "p", ...WRITTEN }]);
    const [group] = await transaction.insert("flow_group", [{ id: idOf(2, 0), ...WRITTEN }]);
    const owner = { project_id: project!.id!, flow_group_id: group!.id! };
    const flow = await transaction.insert(
      "flow",
      Array.from({ length: 9 }, (_, n) => ({
        ...owner,
        ...WRITTEN,
        id: idOf(3, n),
        parameters: pick(LABELS, n),
        name: pick(NAMES, n),
        version: n % 4 === 3 ? null : n % 3,
        archived: n % 2 === 0,
      })),
    );
    const flowRun = await transaction.insert(
      "flow_run",
      Array.from({ length: 40 }, (_, n) => ({
        ...WRITTEN,
        id: idOf(4, n),
        scheduled_start_time: WRITTEN.created,
        labels: pick(LABELS.slice(0, 5), n),
        flow_id: flow[n % 7]!.id!,
        state: pick(STATES, n * 7),
        start_time: pick(MOMENTS, n + (n >> 2)),
        version: n % 5,
        auto_scheduled: n % 3 === 0,
      })),
    );
    return { flow: flow as NaiveRow[], flow_run: flowRun as NaiveRow[] };
  });
}

const text = fc.constantFrom(...NAMES, "Failed", "Success");
const pattern = fc.constantFrom("%train", "t%", "%", "a\\%b", "a_b", "_", "É", "%A%", "");
const order = fc.constantFrom(...DIRECTIONS);

/** A comparison with up to two operators on values of one kind. */
function comparison(value: fc.Arbitrary<JsonValue>, extra: Record<string, fc.Arbitrary<JsonValue>> = {}) {
  const plain = Object.fromEntries(
    ["_eq", "_neq", "_gt", "_gte", "_lt", "_lte"].map((name) => [name, fc.option(value)]),
  );
  const lists = { _in: fc.array(value, { maxLength: 3 }), _nin: fc.array(value, { maxLength: 3 }) };
  const all: Record<string, fc.Arbitrary<JsonValue>> = {
    ...plain,
    ...lists,
    _is_null: fc.boolean(),
    ...extra,
  };
  const one = fc.oneof(
    ...Object.entries(all).map(([name, operand]) => operand.map((chosen) => [name, chosen] as const)),
  );
  return fc.array(one, { maxLength: 2 }).map((entries) => Object.fromEntries(entries) as JsonObject);
}

const textComparison = comparison(text, {
  _like: pattern,
  _nlike: pattern,
  _ilike: pattern,
  _nilike: pattern,
});
const moment = fc.constantFrom(...MOMENTS.filter((one) => one !== null));

const { flow, flow_run } = fc.letrec<{ flow: JsonObject; flow_run: JsonObject }>((tie) => {
  const expression = (self: "flow" | "flow_run", columns: Record<string, fc.Arbitrary<JsonValue>>) => {
    const nested = {
      _not: tie(self),
      _and: fc.array(tie(self), { maxLength: 2 }),
      _or: fc.array(tie(self), { maxLength: 2 }),
    };
    const leaves = Object.entries(columns).map(([name, value]) =>
      value.map((chosen) => ({ [name]: chosen }))
    );
    const branches = Object.entries(nested).map(([name, value]) =>
      (value as fc.Arbitrary<JsonValue>).map((chosen) => ({ [name]: chosen }))
    );
    const parts = fc.oneof({ depthSize: "small", withCrossShrink: true }, ...leaves, ...branches);
    return fc.array(parts as fc.Arbitrary<JsonObject>, { maxLength: 2 }).map((many) =>
      Object.assign({}, ...many)
    );
  };
  return {
    flow: expression("flow", {
      name: textComparison,
      version: comparison(fc.integer({ min: 0, max: 3 })),
      archived: comparison(fc.boolean()),
      flow_runs: tie("flow_run"),
    }),
    flow_run: expression("flow_run", {
      state: textComparison,
      start_time: comparison(moment),
      version: comparison(fc.integer({ min: 0, max: 5 })),
      flow: tie("flow"),
    }),
  };
});

const columns = {
  flow: ["name", "version", "archived"],
  flow_run: ["state", "start_time", "version"],
} as const;

/** Generates the arguments of a list of rows of a table, in an order that leaves nothing to chance. */
export function query(table: keyof Data) {
  return fc.record({
    where: table === "flow" ? flow : flow_run,
    // The id at the end makes the order total, so that the answer is one.
    orderBy: fc.array(fc.tuple(fc.constantFrom<string>(...columns[table]), order), { maxLength: 3 }).map((
      keys,
    ) => [
      ...keys.map(([column, direction]) => ({ [column]: direction })),
      { id: "asc" },
    ]),
    limit: fc.option(fc.nat(12)),
    offset: fc.option(fc.nat(5)),
  });
}
