import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { OperationDefinitionNode } from "graphql";
import { parse } from "graphql";
import type { JsonObject, JsonValue } from "../../../lib/core/json.ts";
import { OPEN } from "../../../lib/server/access/principal.ts";
import { prepareOperation } from "../../../lib/server/http/prepare.ts";
import { fragmentsOf } from "../../../lib/server/plan/selection.ts";
import { coerceVariables } from "../../../lib/server/plan/variables.ts";
import { makeSchema } from "../../../lib/server/schema/schema.ts";
import { openSqlite } from "../../../lib/server/store/sqlite.ts";
import type { Store } from "../../../lib/server/store/store.ts";
import { type Data, naiveIds } from "./_naive.ts";
import { fill, query } from "./_queries.ts";

const schema = makeSchema("server");

async function ids(store: Store, table: keyof Data, sent: JsonObject): Promise<JsonValue[]> {
  const document = parse(
    `query ($where: ${table}_bool_exp, $orderBy: [${table}_order_by!], $limit: Int, $offset: Int) {
      ${table}(where: $where, order_by: $orderBy, limit: $limit, offset: $offset) { id }
    }`,
  );
  const operation = document.definitions[0] as OperationDefinitionNode;
  const { values, errors } = coerceVariables(schema, operation, { given: sent });
  assertEquals(errors, []);
  const valid = {
    kind: "valid",
    document,
    operations: [operation],
    fragments: fragmentsOf(document),
  } as const;
  const [field] = prepareOperation(schema, { document: valid, operation }, {
    variables: values,
    visibility: "open",
    store,
  });
  const { preparation } = field!;
  if (preparation.kind !== "query") throw new TypeError(`Cannot run "${preparation.kind}": expected a query`);
  const inputs = { variables: values, principal: OPEN };
  const answer = await preparation.read.json(inputs);
  return (JSON.parse(answer) as { id: string }[]).map((row) => row.id);
}

for (const table of ["flow", "flow_run"] as const) {
  Deno.test(`compileQuery() gives the rows of ${table} that a plain reading of the query gives`, async () => {
    const store = openSqlite(":memory:");
    const data = await fill(store);
    const property = fc.asyncProperty(query(table), async (sent) => {
      assertEquals(
        await ids(store, table, sent as unknown as JsonObject),
        naiveIds(data, table, sent) as JsonValue[],
      );
    });
    await fc.assert(property, { numRuns: 1500 });
    await store.close();
  });
}
