import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { parse } from "@std/toml";
import { FixtureError } from "../../lib/core/errors.ts";
import { matrixReport } from "../../lib/contract/reports/matrix_report.ts";
import { makeSchema } from "../../lib/server/schema/schema.ts";
import { CLOUD, runTrial, type Sent, suiteOf } from "./support.ts";

const TABLE = `
operation | admin | anonymous
flow      | yes   | 401
drop      | yes   | no
`;

const MATRIX = `
[matrix]
id = "m"
keeper = "admin"
table = '''${TABLE}'''
[[matrix.column]]
name = "admin"
title = "All"
proves = ["S10"]
[[matrix.column]]
name = "anonymous"
title = "Nothing"
proves = ["S04"]
level = "should"
[[matrix.operation]]
name = "flow"
row = "f1"
[[matrix.operation]]
name = "drop"
needs = ["a-flow"]
document = 'mutation($id: UUID!, $by: String!) { it: drop(id: $id, by: $by) { success } }'
ids = { id = "\${flow_id}" }
variables = { by = "\${as}" }
check = [{ path = "$.data.it.success", equals = true }]
look = 'query($id: uuid!) { flow_by_pk(id: $id) { name } }'
left = { flow_by_pk = { name = "made" } }
done_json = '{"flow_by_pk": null}'
[[setup]]
name = "a-flow"
backends = ["cloud"]
[[setup.step]]
document = 'mutation { make }'
capture = { flow_id = "$.data.make" }
`;

const FORBIDDEN = {
  errors: [{ message: "Unauthorized", path: ["it"], extensions: { code: "FORBIDDEN" } }],
  data: { it: null },
};
const UNAUTHENTICATED = { errors: [{ message: "No", extensions: { code: "UNAUTHENTICATED" } }], data: null };

/** A target with flows that only the holder of the key may see and drop. */
class FlowTarget {
  readonly #flows = new Set<string>();
  #made = 0;
  /** Whether a refusal comes too late. */
  dropsAnyway = false;

  answer({ query, request, authorization }: Sent): unknown {
    const { id = "" } = JSON.parse(request.body!).variables ?? {};
    if (query.includes("make")) {
      this.#flows.add(`f${++this.#made}`);
      return { data: { make: `f${this.#made}` } };
    }
    const isKnown = authorization !== undefined;
    if (query.includes("drop")) {
      if (isKnown || this.dropsAnyway) this.#flows.delete(id);
      return isKnown ? { data: { it: { success: true } } } : FORBIDDEN;
    }
    if (query.includes("flow_by_pk(id: $id)")) {
      return { data: { flow_by_pk: this.#flows.has(id) ? { name: "made" } : null } };
    }
    if (!isKnown) return UNAUTHENTICATED;
    return { data: { it: [{ id: "f1" }], by_pk: { id: "f1" }, aggregate: { aggregate: { count: 1 } } } };
  }
}

async function tryMatrix(suite = suiteOf(MATRIX), target = new FlowTarget()) {
  return await runTrial(suite, (sent) => target.answer(sent), { targets: [CLOUD], workers: 1 });
}

Deno.test("readMatrix() makes a case of each column and a row of each operation", async () => {
  const { verdicts } = await tryMatrix();
  assertEquals(verdicts.map(({ id, outcome, level, proves }) => [id, outcome, level, ...proves]), [
    ["m-admin[flow]", "pass", "must", "S10"],
    ["m-admin[drop]", "pass", "must", "S10"],
    ["m-anonymous[flow]", "pass", "should", "S04"],
    ["m-anonymous[drop]", "pass", "should", "S04"],
  ]);
});

Deno.test("readMatrix() has a yes use up what is made for it, and shares what others are to leave", async () => {
  const again = MATRIX.replaceAll("drop ", "drop2").replaceAll('"drop"', '"drop2"');
  const two = again.replace("drop2     | yes   | no", "drop2 | yes | no\nfall | yes | no") +
    again.slice(again.indexOf('[[matrix.operation]]\nname = "drop2"'), again.indexOf("[[setup]]"))
      .replace("drop2", "fall");
  const { sent, verdicts } = await tryMatrix(suiteOf(two));
  assertEquals(verdicts.map(({ outcome }) => outcome), Array.from({ length: 6 }, () => "pass"));
  const makes = sent.filter(({ query }) => query === "mutation { make }");
  assertEquals(makes.length, 3);
});

Deno.test("readMatrix() names the column to the documents that ask, and sends no variable that none names", async () => {
  const { sent } = await tryMatrix();
  const variables = sent.map(({ request }) => JSON.parse(request.body!).variables ?? {});
  assertEquals(
    variables.map((each) => Object.keys(each).sort().join()),
    ["row", "", "by,id", "id", "row", "", "by,id", "id"],
  );
  assertEquals(variables.flatMap(({ by }) => by ?? []), ["admin", "anonymous"]);
});

Deno.test("readMatrix() sees that a refusal came too late", async () => {
  const target = new FlowTarget();
  target.dropsAnyway = true;
  const { verdicts } = await tryMatrix(suiteOf(MATRIX), target);
  assertEquals(verdicts.map(({ outcome }) => outcome), ["pass", "pass", "pass", "fail"]);
  assertStringIncludes(verdicts[3]!.failures[0]!.expected, '"name":"made"');
});

Deno.test("readMatrix() compares unseen with unknown, and looks", async () => {
  const suite = suiteOf(MATRIX.replace("drop      | yes   | no", "drop | yes | unseen"));
  const { verdicts, sent } = await tryMatrix(suite);
  assertEquals(verdicts[3]!.outcome, "pass");
  const [unknown, known] = sent.slice(-3).map(({ request }) => JSON.parse(request.body!).variables.id);
  assertEquals([/^[0-9a-f-]{36}$/.test(unknown), known], [true, "f2"]);
  const target = new FlowTarget();
  const telling = await runTrial(suite, (each) => {
    const { id } = JSON.parse(each.request.body!).variables ?? {};
    const isTold = each.query.includes("drop") && id === "f1";
    return isTold ? { data: { it: { success: false } } } : target.answer(each);
  }, { targets: [CLOUD], selection: { ids: ["m-anonymous[drop]"] } });
  assertStringIncludes(telling.verdicts[0]!.failures[0]!.expected, "$: equals");
});

for (
  const [what, from, to, message] of [
    [
      "an empty cell",
      "| yes   | 401",
      "| yes   |",
      'Row "flow" has the cell "": expected one of yes, no, 401',
    ],
    ["a missing cell", "| yes   | 401", "| yes", 'Row "flow" has 1 cells: expected 2, one for each column'],
    ["an unknown word", "| 401", "| maybe", 'Row "flow" has the cell "maybe"'],
    [
      "a line without an operation",
      "drop      |",
      "droop     |",
      'Name "droop" of the table has no [[matrix.op',
    ],
    ["an operation without a line", "drop      | yes   | no\n", "", 'Name "drop" is not once in the table'],
    ["a line that stands twice", "drop      |", "flow      |", 'Name "flow" stands twice in the table'],
    [
      "a column without a principal",
      '"anonymous"',
      '"nobody"',
      'Name "anonymous" of the table has no [[matrix.col',
    ],
    ["a look without its left", "left = ", "variables2 = ", 'Unknown key "variables2"'],
    ["a column that proves nothing", 'proves = ["S10"]', "", 'Key "proves" is missing'],
    ["an id in capitals", 'id = "m"', 'id = "M"', 'Name "M" is not allowed'],
  ] as const
) {
  Deno.test(`readMatrix() refuses ${what}`, () => {
    assertThrows(() => suiteOf(MATRIX.replace(from, to)), FixtureError, message);
  });
}

Deno.test("readMatrix() tells a mistake in an operation once, though every column has it", () => {
  const error = assertThrows(() => suiteOf(MATRIX.replace("${flow_id}", "${flow}")), FixtureError);
  assertEquals(error.message.split("\n").length, 1);
});

Deno.test("matrixReport() marks what the target does otherwise", async () => {
  const target = new FlowTarget();
  target.dropsAnyway = true;
  const { verdicts } = await tryMatrix(suiteOf(MATRIX), target);
  assertEquals(matrixReport(suiteOf(MATRIX).matrices, verdicts).split("\n").slice(0, 4), [
    "operation  admin  anonymous",
    "flow       yes    401",
    "drop       yes    no!",
    "4 cells: 2 allowed, 1 refused, 1 otherwise, 0 empty",
  ]);
});

Deno.test("fixtures/matrix.toml has a line for every root field of the cloud backend", async () => {
  const text = await Deno.readTextFile(new URL("../../fixtures/matrix.toml", import.meta.url));
  const { matrix } = parse(text) as { matrix: { operation: { name: string }[] } };
  const schema = await makeSchema("cloud").whole();
  const fields = [schema.getQueryType()!, schema.getMutationType()!].flatMap((type) =>
    Object.keys(type.getFields())
  );
  const families = new Set(fields.map((field) => field.replace(/_(?:by_pk|aggregate)$/, "")));
  assertEquals(matrix.operation.map(({ name }) => name).sort(), [...families].sort());
});
