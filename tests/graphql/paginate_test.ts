import { assertEquals, assertRejects } from "@std/assert";
import { createClient } from "../../lib/graphql/client.ts";
import { DocumentError, ProtocolError } from "../../lib/graphql/errors.ts";
import { paginate } from "../../lib/graphql/paginate.ts";
import { paginateByKey } from "../../lib/graphql/paginate_by_key.ts";
import { startServer } from "../../lib/server/http/serve.ts";
import { json, scriptApi } from "./scripted_api.ts";

const PAGE = `query($limit: Int, $offset: Int, $like: String) {
  flow(where: { name: { _ilike: $like } }, order_by: { id: asc }, limit: $limit, offset: $offset) { id }
}`;

interface Row {
  readonly id: string;
}

interface Run extends Row {
  readonly start_time: string | null;
  readonly state: string | null;
}

Deno.test("paginate() and paginateByKey() walk every row of the local server once", async (t) => {
  await using server = await startServer({ backend: "server", port: 0, seed: "demo" });
  let requests = 0;
  const client = createClient({
    url: server.url,
    fetch(input, init) {
      requests++;
      return fetch(input, init);
    },
  });
  const flows = await client.request<{ flow: Row[] }>(
    '{ flow(where: { name: { _ilike: "%train" } }, order_by: { id: asc }) { id } }',
  );

  await t.step("by offset", async () => {
    const rows = await Array.fromAsync(
      paginate<Row>(client, PAGE, { pageSize: 7, variables: { like: "%train" } }),
    );
    assertEquals(rows, flows.flow);
  });

  await t.step("by offset, up to a limit", async () => {
    requests = 0;
    const rows = await Array.fromAsync(
      paginate<Row>(client, PAGE, { pageSize: 4, limit: 10, variables: { like: "%train" } }),
    );
    assertEquals([rows, requests], [flows.flow.slice(0, 10), 3]);
  });

  const { flow_run } = await client.request<{ flow_run: Run[] }>("{ flow_run { id start_time state } }");
  const walks = [["start_time", "asc"], ["start_time", "desc"], ["state", "asc"], ["state", "desc"]] as const;
  for (const [column, direction] of walks) {
    await t.step(`by ${column}, which has nulls or equals, ${direction}`, async () => {
      const sign = direction === "asc" ? 1 : -1;
      const compare = (a: string, b: string) => sign * (a < b ? -1 : Number(a > b));
      const sorted = flow_run.toSorted((a, b) => {
        if (a[column] === null || b[column] === null) {
          return Number(a[column] === null) - Number(b[column] === null) || compare(a.id, b.id);
        }
        return compare(a[column], b[column]) || compare(a.id, b.id);
      });
      const rows = await Array.fromAsync(paginateByKey<Run>(client, {
        table: "flow_run",
        select: ["id", "start_time", "state"],
        orderBy: column,
        direction,
        pageSize: 41,
      }));
      assertEquals(rows, sorted);
    });
  }

  await t.step("by id, within a condition and a limit", async () => {
    const rows = await Array.fromAsync(paginateByKey<Row>(client, {
      table: "flow",
      select: "id",
      where: { name: { _ilike: "%train" } },
      pageSize: 3,
      limit: 8,
    }));
    assertEquals(rows, flows.flow.slice(0, 8));
  });

  await t.step("a page is asked for when its first row is", async () => {
    requests = 0;
    const walk = paginateByKey(client, { table: "flow", select: "id", pageSize: 2 });
    for (const _ of [1, 2]) await walk.next();
    assertEquals(requests, 1);
    await walk.next();
    assertEquals(requests, 2);
    await walk.return();
  });
});

Deno.test("paginate() wants one list, and one that is named where there are several", async () => {
  const { client } = scriptApi([json({ data: { a: [1], b: [2], c: 3 } })]);
  const document = "query($limit: Int, $offset: Int) { a(limit: $limit, offset: $offset) b c }";
  await assertRejects(() => paginate(client, document).next(), ProtocolError, "among 2 lists");
  await assertRejects(
    () => paginate(client, document, { field: "c" }).next(),
    ProtocolError,
    "among 0 lists",
  );
  assertEquals((await paginate(client, document, { field: "b" }).next()).value, 2);
  await assertRejects(() => paginate(client, document, { pageSize: 0 }).next(), RangeError, '"0"');
});

Deno.test("paginate() refuses a document that would give the same page for ever", async () => {
  const { client, sent } = scriptApi([json({ data: { a: [1] } })]);
  const document = 'query($limit: Int) { a(limit: $limit, where: { name: { _eq: "$offset" } }) }';
  await assertRejects(() => paginate(client, document).next(), DocumentError, "it lacks $offset");
  assertEquals(sent, []);
});
