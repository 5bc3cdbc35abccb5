import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { generateApiKey } from "../../../lib/server/access/api_key.ts";
import type { RunningServer } from "../../../lib/server/http/serve.ts";
import { ask, type Asked, startTestServer } from "./_ask.ts";

type Edges = ReadonlyArray<readonly [from: string, to: string]>;

/** Registers a flow; gives the ids of its tasks by their slugs. */
async function addFlow(
  server: RunningServer,
  slugs: readonly string[],
  edges: Edges,
): Promise<Record<string, string>> {
  const { body: found } = await ask(server, "{ tenant { id } }");
  const tenant_id = found.data.tenant[0].id;
  const { body: made } = await ask(
    server,
    "mutation ($input: create_project_input!) { create_project(input: $input) { id } }",
    { variables: { input: { tenant_id, name: crypto.randomUUID() } } },
  );
  const serialized_flow = {
    name: "f",
    tasks: slugs.map((slug) => ({ slug, name: `task ${slug}` })),
    edges: edges.map(([upstream_task, downstream_task]) => ({ upstream_task, downstream_task })),
  };
  const { body: flow } = await ask(
    server,
    "mutation ($input: create_flow_input!) { create_flow(input: $input) { id } }",
    { variables: { input: { project_id: made.data.create_project.id, serialized_flow } } },
  );
  const { body } = await ask(server, "query ($id: uuid!) { flow_by_pk(id: $id) { tasks { id slug } } }", {
    variables: { id: flow.data.create_flow.id },
  });
  const tasks: { id: string; slug: string }[] = body.data.flow_by_pk.tasks;
  return Object.fromEntries(tasks.map(({ id, slug }) => [slug, id]));
}

interface WalkOptions {
  readonly direction?: "downstream" | "upstream";
  readonly depth?: number | null;
  readonly more?: string;
}

/** Walks from tasks by their slugs. */
function walk(
  server: RunningServer,
  start: string,
  { direction = "downstream", depth = null, more = "" }: WalkOptions = {},
): Promise<Asked> {
  const document = `query ($start: _uuid, $depth: Int) {
    it: utility_${direction}_tasks(args: { start_task_ids: $start, depth_limit: $depth } ${more}) {
      depth task_id task { slug } tenant_id
    }
  }`;
  return ask(server, document, { variables: { start, depth } });
}

/** A walk as slugs and depths. */
function steps({ body }: Asked): string[] {
  const rows: { depth: number; task: { slug: string } }[] = body.data.it;
  return rows.map(({ depth, task }) => `${task.slug} ${depth}`);
}

/** A diamond with a tail, and a task on its own. */
const SLUGS = ["a", "b", "c", "d", "e", "alone"];
const EDGES: Edges = [["a", "b"], ["a", "c"], ["b", "c"], ["c", "d"], ["d", "e"]];

Deno.test("utility_downstream_tasks and utility_upstream_tasks walk by the longest way", async () => {
  await using server = await startTestServer();
  const ids = await addFlow(server, SLUGS, EDGES);
  assertEquals(steps(await walk(server, `{${ids.a}}`)), ["a 0", "b 1", "c 2", "d 3", "e 4"]);
  assertEquals(steps(await walk(server, `{${ids.d}}`, { direction: "upstream" })), [
    "d 0",
    "c 1",
    "b 2",
    "a 3",
  ]);
  assertEquals(steps(await walk(server, `{${ids.alone}}`)), ["alone 0"]);
  assertEquals(steps(await walk(server, `{ "${ids.d}" , ${ids.b!.toUpperCase()} }`)), [
    "b 0",
    "c 1",
    "d 2",
    "e 3",
  ]);
});

Deno.test("utility_downstream_tasks goes as deep as it is told, and no deeper than 50", async () => {
  await using server = await startTestServer();
  const ids = await addFlow(server, SLUGS, EDGES);
  assertEquals(steps(await walk(server, `{${ids.a}}`, { depth: 1 })).sort(), ["a 0", "b 1", "c 1"]);
  assertEquals(steps(await walk(server, `{${ids.a}}`, { depth: 0 })), ["a 0"]);
  assertEquals(steps(await walk(server, `{${ids.a}}`, { depth: -1 })), ["a 0"]);
  const slugs = Array.from({ length: 60 }, (_, position) => `t${position}`);
  const chain = slugs.slice(1).map((slug, position): Edges[number] => [slugs[position]!, slug]);
  const long = await addFlow(server, slugs, chain);
  for (const depth of [null, 100]) {
    assertEquals(steps(await walk(server, `{${long.t0}}`, { depth })).at(-1), "t50 50");
  }
});

Deno.test("utility_downstream_tasks takes the arguments of lists", async () => {
  await using server = await startTestServer();
  const ids = await addFlow(server, SLUGS, EDGES);
  const asked = async (more: string) => steps(await walk(server, `{${ids.a}}`, { more }));
  assertEquals(await asked("where: { depth: { _gt: 1 } }"), ["c 2", "d 3", "e 4"]);
  assertEquals(await asked('where: { task: { slug: { _in: ["b", "e"] } } }'), ["b 1", "e 4"]);
  assertEquals(await asked("order_by: { depth: desc } limit: 2"), ["e 4", "d 3"]);
  assertEquals(await asked("limit: 2 offset: 1"), ["b 1", "c 2"]);
  assertEquals(await asked("order_by: { task: { slug: desc } } limit: 1"), ["e 4"]);
  assertEquals(await asked("distinct_on: tenant_id order_by: [{ tenant_id: asc }, { depth: desc }]"), [
    "e 4",
  ]);
});

Deno.test("utility_downstream_tasks starts from what exists, and says what is no list of ids", async () => {
  await using server = await startTestServer();
  const ids = await addFlow(server, SLUGS, EDGES);
  const nobody = "99999999-9999-4999-8999-999999999999";
  assertEquals(steps(await walk(server, `{${nobody},${ids.e},NULL}`)), ["e 0"]);
  for (const empty of ["{}", " { } "]) assertEquals(steps(await walk(server, empty)), []);
  const bare = await ask(server, "{ it: utility_upstream_tasks(args: {}) { depth } }");
  assertEquals(bare.body, { data: { it: [] } });
  const refused: ReadonlyArray<readonly [start: string, message: string]> = [
    ["", 'malformed array literal: ""'],
    [ids.a!, `malformed array literal: "${ids.a}"`],
    [`{${ids.a},}`, `malformed array literal: "{${ids.a},}"`],
    [`{${ids.a}`, `malformed array literal: "{${ids.a}"`],
    ["{nonsense}", 'invalid input syntax for type uuid: "nonsense"'],
    [`{"'); DROP TABLE task"}`, `invalid input syntax for type uuid: "'); DROP TABLE task"`],
  ];
  for (const [start, message] of refused) {
    const { status, body } = await walk(server, start);
    assertEquals([status, body.data, body.errors[0].message, body.errors[0].extensions.code], [
      200,
      null,
      message,
      "data-exception",
    ]);
  }
});

Deno.test("utility_downstream_tasks agrees with a walk by hand, in circles too", async () => {
  await using server = await startTestServer();
  const slugs = ["a", "b", "c", "d", "e"];
  const edge = fc.tuple(fc.constantFrom(...slugs), fc.constantFrom(...slugs));
  const starts = fc.subarray(slugs, { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(edge, { maxLength: 9 }), starts, fc.nat(6), async (edges, start, depth) => {
      const ids = await addFlow(server, slugs, edges);
      const longest = new Map<string, number>();
      let reached = new Set(start);
      for (let distance = 0; distance <= depth; distance++) {
        for (const slug of reached) longest.set(slug, distance);
        reached = new Set(edges.filter(([from]) => reached.has(from)).map(([, to]) => to));
      }
      const got = steps(await walk(server, `{${start.map((slug) => ids[slug]).join()}}`, { depth }));
      assertEquals(got.sort(), [...longest].map(([slug, distance]) => `${slug} ${distance}`).sort());
    }),
    { numRuns: 30 },
  );
});

Deno.test("utility_downstream_tasks is not lost among ten thousand million ways", async () => {
  await using server = await startTestServer();
  const layers = Array.from(
    { length: 10 },
    (_, layer) => Array.from({ length: 10 }, (_, n) => `t${layer}-${n}`),
  );
  const edges = layers.slice(1).flatMap((next, layer) =>
    layers[layer]!.flatMap((from) => next.map((to): Edges[number] => [from, to]))
  );
  const ids = await addFlow(server, ["a", ...layers.flat()], [["a", "t0-0"], ...edges]);
  const found = steps(await walk(server, `{${ids.a}}`));
  assertEquals([found.length, found[1], found.at(-1)?.slice(-3)], [92, "t0-0 1", " 10"]);
});

Deno.test("utility_downstream_tasks shows tasks of the tenant in use only", async () => {
  const key = generateApiKey("user");
  await using server = await startTestServer({ backend: "cloud", adminKey: key });
  const asked = (query: string, headers: Record<string, string> = {}) =>
    fetch(server.url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key.reveal()}`, ...headers },
      body: JSON.stringify({ query }),
    }).then((response) => response.json());
  const tenant = await asked('mutation { create_tenant(input: { name: "o", slug: "o" }) { id } }');
  const other = { "x-prefect-tenant-id": tenant.data.create_tenant.id };
  const project = await asked(
    `mutation { create_project(input: { tenant_id: "${tenant.data.create_tenant.id}", name: "p" }) { id } }`,
    other,
  );
  await asked(
    `mutation { create_flow(input: { project_id: "${project.data.create_project.id}", serialized_flow: "${
      JSON.stringify({ name: "f", tasks: [{ slug: "a" }] }).replaceAll('"', '\\"')
    }" }) { id } }`,
    other,
  );
  const task = await asked("{ task { id } }", other);
  const document = `{ it: utility_downstream_tasks(args: { start_task_ids: "{${
    task.data.task[0].id
  }}" }) { depth } }`;
  assertEquals(await asked(document, other), { data: { it: [{ depth: 0 }] } });
  assertEquals(await asked(document), { data: { it: [] } });
});
