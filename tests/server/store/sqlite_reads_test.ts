import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { ApiError } from "../../../lib/server/model/api_error.ts";
import { OPEN } from "../../../lib/server/access/principal.ts";
import type { JsonObject } from "../../../lib/core/json.ts";
import type { OperationDefinitionNode } from "graphql";
import { parse } from "graphql";
import { prepareOperation } from "../../../lib/server/http/prepare.ts";
import { fragmentsOf } from "../../../lib/server/plan/selection.ts";
import { coerceVariables } from "../../../lib/server/plan/variables.ts";
import type { Inputs, RootPlan } from "../../../lib/server/plan/plan.ts";
import { makeSchema } from "../../../lib/server/schema/schema.ts";
import { compileQuery } from "../../../lib/server/sql/compile.ts";
import { parameter } from "../../../lib/server/sql/parameters.ts";
import { SQLITE, SQLITE_STOPPABLE } from "../../../lib/server/sql/sqlite_dialect.ts";
import { ReaderPool } from "../../../lib/server/store/reader_pool.ts";
import { openSqlite } from "../../../lib/server/store/sqlite.ts";
import type { Store } from "../../../lib/server/store/store.ts";
import { fill, query } from "../sql/_queries.ts";
import { addFlows } from "./_long_reads.ts";
import { slugs } from "./_store_tests.ts";

const schema = makeSchema("server");

/** The plan of a document with one root field, and what it is run with. */
function planned(document: string, sent: JsonObject = {}): { plan: RootPlan; inputs: Inputs } {
  const parsed = parse(document);
  const operation = parsed.definitions[0] as OperationDefinitionNode;
  const { values, errors } = coerceVariables(schema, operation, { given: sent });
  assertEquals(errors, []);
  const from = {
    document: {
      kind: "valid",
      document: parsed,
      operations: [operation],
      fragments: fragmentsOf(parsed),
    } as const,
    operation,
  };
  const plans: RootPlan[] = [];
  const prepare = (plan: RootPlan) => {
    plans.push(plan);
    return { json: () => Promise.reject(new TypeError("not run")) };
  };
  prepareOperation(schema, from, { variables: values, visibility: "open", store: { prepare } });
  return { plan: plans[0]!, inputs: { variables: values, principal: OPEN } };
}

/** A store on a file of its own. */
async function withFile(
  work: (store: Store, path: string) => Promise<void>,
  options: { readonly timeLimit?: number } = {},
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/data.sqlite`;
  const store = openSqlite(path, options);
  try {
    await work(store, path);
  } finally {
    await store.close();
    await Deno.remove(folder, { recursive: true });
  }
}

for (const table of ["flow", "flow_run"] as const) {
  Deno.test(`ReaderPool answers what the store itself answers about ${table}`, async () => {
    await withFile(async (store, path) => {
      await fill(store);
      const pool = new ReaderPool(path);
      const document =
        `query ($where: ${table}_bool_exp, $orderBy: [${table}_order_by!], $limit: Int, $offset: Int) {
          ${table}(where: $where, order_by: $orderBy, limit: $limit, offset: $offset) { id tenant_id version }
        }`;
      const property = fc.asyncProperty(query(table), async (sent) => {
        const { plan, inputs } = planned(document, sent as unknown as JsonObject);
        const { sql, binds } = compileQuery(plan, SQLITE_STOPPABLE);
        const values = binds.map((bind) => parameter(bind, { inputs, dialect: SQLITE }));
        const { json } = await pool.run({ sql, values, limit: 600_000 });
        assertEquals(json, await store.prepare(plan).json(inputs));
      });
      await fc.assert(property, { numRuns: 200 });
      await pool.close();
    });
  });
}

/** Flows of flows of flows: the same few rows over and over, more often than anybody waits for. */
const ENDLESS = `{ flow { project { flows { project { flows { project { flows_aggregate {
  aggregate { max { name } }
} } } } } } } }`;

async function codeOf(run: () => string | Promise<string>): Promise<string> {
  return (await assertRejects(async () => await run(), ApiError)).code;
}

Deno.test("json() of SQLite ends at the time limit, and others read meanwhile", async () => {
  await withFile(async (store) => {
    await addFlows(store, 200);
    const { plan, inputs } = planned(ENDLESS);
    const endless = store.prepare(plan);
    const codes = Array.from({ length: 3 }, () => codeOf(() => endless.json(inputs)));
    let isOver = false;
    const first = Promise.race(codes).then(() => isOver = true);
    assertEquals([await slugs(store), isOver], ['[{"slug":"a"}]', false]);
    await first;
    assertEquals(await Promise.all(codes), codes.map(() => "timeout"));
  }, { timeLimit: 300 });
});

Deno.test("json() of SQLite in memory ends at the time limit", async () => {
  const store = openSqlite(":memory:", { timeLimit: 100 });
  await addFlows(store, 200);
  const { plan, inputs } = planned(ENDLESS);
  assertEquals(await codeOf(() => store.prepare(plan).json(inputs)), "timeout");
  assertEquals(await slugs(store), '[{"slug":"a"}]');
  await store.close();
});

Deno.test("json() of SQLite ends when nobody waits for it, also when an expression has to be tried", async () => {
  await withFile(async (store) => {
    await addFlows(store, 200);
    const controller = new AbortController();
    const signal = () => controller.signal;
    const { plan, inputs } = planned(ENDLESS);
    const codes = Array.from({ length: 6 }, () => codeOf(() => store.prepare(plan).json(inputs, { signal })));
    controller.abort();
    assertEquals(await Promise.all(codes), codes.map(() => "unexpected"));
    const matching = planned(
      '{ flow(where: { name: { _regex: "^flow 19.$" } }, order_by: { name: asc }, limit: 1) { name } }',
    );
    assertEquals(await store.prepare(matching.plan).json(matching.inputs), '[{"name":"flow 190"}]');
  });
});

/** Runs something that takes so long, as far as the rough clock can tell. */
function lasting<T>(milliseconds: number, run: () => T): T {
  const { now } = Date;
  let moment = now();
  Date.now = () => moment += milliseconds;
  try {
    return run();
  } finally {
    Date.now = now;
  }
}

Deno.test("json() of SQLite takes few rows to another thread when they took long twice, not when once", async () => {
  await withFile(async (store) => {
    await addFlows(store, 1);
    const { plan, inputs } = planned("{ tenant(order_by: { slug: asc }, limit: 1) { slug } }");
    const prepared = store.prepare(plan);
    await prepared.json(inputs);
    const read = [30, 1, 30, 30, 1].map((milliseconds) => lasting(milliseconds, () => prepared.json(inputs)));
    assertEquals(read.map((one) => typeof one === "string"), [true, true, true, true, false]);
    assertEquals(await Promise.all(read), read.map(() => '[{"slug":"a"}]'));
  });
});

Deno.test("json() and read() of SQLite do not wait for a transaction", async () => {
  await withFile(async (store) => {
    await store.transaction(async (transaction) => {
      await transaction.insert("tenant", [{ name: "A", slug: "a" }]);
      const seen = await store.read((reader) => reader.select("tenant", ["slug"], {}));
      assertEquals([await slugs(store), seen], ["[]", []]);
    });
    assertEquals(await slugs(store), '[{"slug":"a"}]');
  });
});

Deno.test("close() of SQLite ends reads that run", async () => {
  const folder = await Deno.makeTempDir();
  const store = openSqlite(`${folder}/data.sqlite`);
  await addFlows(store, 200);
  const { plan, inputs } = planned(ENDLESS);
  const codes = Array.from({ length: 6 }, () => codeOf(() => store.prepare(plan).json(inputs)));
  await store.close();
  assertEquals(await Promise.all(codes), codes.map(() => "unexpected"));
  await Deno.remove(folder, { recursive: true });
});
