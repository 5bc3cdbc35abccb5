import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { JsonObject, JsonValue } from "../../../lib/core/json.ts";
import { AccessTokens } from "../../../lib/server/access/access_tokens.ts";
import { generateMasterKey } from "../../../lib/server/access/master_key.ts";
import { OPEN } from "../../../lib/server/access/principal.ts";
import { Documents } from "../../../lib/server/http/documents.ts";
import { execute, type Service } from "../../../lib/server/http/execute.ts";
import { Metrics } from "../../../lib/server/http/metrics.ts";
import { makeSchema } from "../../../lib/server/schema/schema.ts";
import { openPostgres } from "../../../lib/server/store/postgres.ts";
import { openSqlite } from "../../../lib/server/store/sqlite.ts";
import type { Store } from "../../../lib/server/store/store.ts";
import { freshDatabase } from "../store/_fresh_database.ts";

import { firstDifference } from "./_first_difference.ts";
import { fill, query } from "./_queries.ts";

const RUNS = 500;
/** The first run of a flow: with what SQLite builds JSON of by itself, and with a number that it does not. */
const FIRST_RUN = [
  "{ id state labels }",
  "{ id flow { flow_runs_aggregate { aggregate { avg { version } } } } }",
].map((fields, position) => {
  const first = (limit: string) =>
    `flow_runs(order_by: [{ start_time: desc }, { id: asc }], limit: ${limit})`;
  return `literal${position}: ${first("1")} ${fields} variable${position}: ${first("$one")} ${fields}`;
}).join(" ");
const SELECTIONS = {
  flow: `id name version archived created parameters part: parameters(path: "deep[0]") __typename
    project { name flows_aggregate { aggregate { count } } }
    flow_runs(order_by: [{ start_time: desc }, { id: asc }], limit: 2, offset: 1) { id state start_time labels }
    ${FIRST_RUN}
    flow_runs_aggregate(where: { version: { _gt: 1 } }) {
      aggregate { count avg { version } stddev { version } max { start_time state id } sum { version } }
    }`,
  flow_run: "id state start_time version auto_scheduled labels heartbeat flow { id name parameters }",
} as const;
const FIGURES = {
  flow: `count names: count(columns: [name, version], distinct: true) max { name id created version }
    min { name } avg { version } variance { version } stddev_pop { version } var_samp { version } sum { version }`,
  flow_run:
    `count labels: count(columns: [labels], distinct: true) max { state start_time } min { start_time id }
    avg { version } stddev_samp { version } var_pop { version } sum { version }`,
} as const;

function documentOf(table: "flow" | "flow_run"): string {
  const variables = "where: $where, order_by: $orderBy, limit: $limit, offset: $offset";
  return `query ($where: ${table}_bool_exp, $orderBy: [${table}_order_by!], $limit: Int, $offset: Int${
    table === "flow" ? ", $one: Int = 1" : ""
  }) {
    ${table}(${variables}) { ${SELECTIONS[table]} }
    ${table}_aggregate(${variables}) { nodes { id } aggregate { ${FIGURES[table]} } }
  }`;
}

type Ask = (query: string, variables: JsonObject) => Promise<string>;

/** Asks a store by way of everything that lies above it. */
function asker(store: Store): Ask {
  const schema = makeSchema("server");
  const service: Service = {
    schema,
    store,
    visibility: "open",
    documents: new Documents(schema, { depth: 7, tokens: 10_000 }),
    actions: () => Promise.resolve({}),
    queries: () => Promise.resolve({}),
    metrics: new Metrics({ version: "0.0.0", backend: "server" }),
    accessTokens: new AccessTokens(generateMasterKey()),
    issuer: undefined,
    callHook: () => Promise.resolve(),
    onEvents() {},
    onFault(fault) {
      throw fault;
    },
    isReadOnly: true,
  };
  const sender = { principal: OPEN, headers: new Headers(), now: 0 };
  return async (query, variables) => {
    const { text } = await execute(service, { query, variables, operationName: null }, sender);
    return text;
  };
}

type FlowRow = Readonly<Record<string, JsonValue>>;

/** Asserts that the first run of each flow is the same however the document says that it wants one. */
function assertFirstRuns(flows: readonly FlowRow[]): void {
  for (const { literal0, variable0, literal1, variable1 } of flows) {
    assertEquals([literal0, literal1], [variable0, variable1]);
  }
}

for (const table of ["flow", "flow_run"] as const) {
  Deno.test(`compileQuery() gives rows of ${table} in the same bytes on SQLite and PostgreSQL`, async () => {
    await using database = await freshDatabase();
    const stores = [openSqlite(":memory:"), await openPostgres(database.address)];
    for (const store of stores) await fill(store);
    const [sqlite, postgres] = stores.map(asker) as [Ask, Ask];
    let found = 0;
    const property = fc.asyncProperty(query(table), async (sent) => {
      const variables = sent as unknown as JsonObject;
      const answers = [sqlite, postgres].map((ask) => ask(documentOf(table), variables));
      const [ours, theirs] = await Promise.all(answers);
      assertEquals(ours!.startsWith('{"data":{'), true, ours);
      const rows: readonly FlowRow[] = JSON.parse(ours!).data[table];
      if (rows.length > 0) found++;
      assertEquals(firstDifference(ours!, theirs!), undefined);
      if (table === "flow") assertFirstRuns(rows);
    });
    await fc.assert(property, { numRuns: RUNS });
    // What is equally empty says little.
    assert(found > RUNS / 4, `${found} answers have rows`);
    for (const store of stores) await store.close();
  });
}
