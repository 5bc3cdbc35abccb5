import { assert, assertEquals } from "@std/assert";
import { readAnswer } from "../../lib/contract/answer.ts";
import { PREDICATES } from "../../lib/contract/predicate.ts";
import { asWire, suiteOf } from "./support.ts";

/** What the names in a check hold. */
const NAMES: Readonly<Record<string, string>> = { run: "proctor-test" };

/** Judges an answer by one check, written as TOML. */
async function holds(check: string, response: Response): Promise<boolean> {
  const toml = `[[case]]\nid = "a"\ntitle = "x"\nproves = ["S46"]\n[[case.step]]\ndocument = "{a}"\n` +
    `[[case.step.check]]\nok = true\n[[case.step.check]]\n${check}\n`;
  const written = suiteOf(toml).cases[0]!.steps[0]!.checks[1]!;
  return written.judge(readAnswer(await asWire(response)), (name) => NAMES[name]).length === 0;
}

const UUID = "07786de2-7283-434f-a9b1-600044a8afb3";

/** A check, bodies it holds of, bodies it does not hold of. */
const TRIALS: readonly (readonly [check: string, good: readonly string[], bad: readonly string[]])[] = [
  ["ok = true", ['{"data":{}}', '[{"data":{}},{"data":{"a":1}}]'], [
    "{}",
    '{"data":null}',
    '{"data":{},"errors":[]}',
    "[]",
    "x",
    '[{"data":{}},{}]',
  ]],
  ['error = { code = "X" }', ['{"errors":[{"message":"","extensions":{"code":"X"}}]}'], [
    "{}",
    '{"errors":[]}',
    '{"errors":[{"message":"X"}]}',
  ]],
  ['error = { message = "^no" }', ['{"errors":[{"message":"no way"}]}'], [
    '{"errors":[{"message":"oh no"}]}',
    '{"errors":["no"]}',
  ]],
  ['error = { path = ["flow", 0] }', ['{"errors":[{"message":"","path":["flow",0]}]}'], [
    '{"errors":[{"message":"","path":["flow"]}]}',
    '{"errors":[{"message":""}]}',
  ]],
  [
    'error = { code = "${run}", message = "^no ${run}$", path = ["${run}", 0] }',
    ['{"errors":[{"message":"no proctor-test","path":["proctor-test",0],"extensions":{"code":"proctor-test"}}]}'],
    [
      '{"errors":[{"message":"no proctor-test","path":["proctor-test",0],"extensions":{"code":"${run}"}}]}',
      '{"errors":[{"message":"no ${run}","path":["proctor-test",0],"extensions":{"code":"proctor-test"}}]}',
      '{"errors":[{"message":"no proctor-test","path":["${run}",0],"extensions":{"code":"proctor-test"}}]}',
      '{"errors":[{"message":"no proctor-test","path":["proctor-test",0]}]}',
    ],
  ],
  ["error = { status = 400 }", [], ['{"errors":[{"message":""}]}']],
  ['path = "$.a"\nequals = 1', ['{"a":1}', '{"a":1.0}'], ['{"a":2}', "{}", '{"a":"1"}', "x"]],
  ['path = "$.a"\nequals = { x = 1, y = [2] }', ['{"a":{"y":[2],"x":1}}'], [
    '{"a":{"x":1}}',
    '{"a":{"x":1,"y":[2],"z":3}}',
    '{"a":{"x":1,"y":[2,3]}}',
  ]],
  ["path = \"$.a\"\nequals_json = '9007199254740993'", ['{"a":9007199254740993}'], [
    '{"a":9007199254740992}',
    "{}",
  ]],
  ['path = "$..a"\nnot_equals = 1', ['{"a":2}'], ['{"a":1}', "{}", '[{"a":2},{"a":1}]']],
  ["path = \"$.a\"\nnot_equals_json = 'null'", ['{"a":2}'], ['{"a":null}', "{}"]],
  ['path = "$.a"\none_of = ["x", "y"]', ['{"a":"y"}'], ['{"a":"z"}', "{}"]],
  ['path = "$..a"\nmatches = "^x"', ['{"a":"xy"}'], ['{"a":"yx"}', '{"a":1}', "{}", '[{"a":"x"},{"a":"y"}]']],
  ['path = "$.a"\nnot_matches = "^x"', ['{"a":"yx"}'], ['{"a":"xy"}', '{"a":1}', "{}"]],
  ['path = "$.a"\ncontains = "x"', ['{"a":"axa"}', '{"a":["x"]}', '{"a":{"x":1}}'], [
    '{"a":"b"}',
    '{"a":["xx"]}',
    '{"a":{"y":"x"}}',
    "{}",
    '{"a":1}',
  ]],
  ['path = "$.a"\nnot_contains = "x"', ['{"a":"b"}', '{"a":["xx"]}', '{"a":{"y":"x"}}'], [
    '{"a":"axa"}',
    '{"a":["x"]}',
    '{"a":{"x":1}}',
    "{}",
    '{"a":1}',
  ]],
  ['path = "$.a"\ntype = "uuid"', [`{"a":"${UUID}"}`], [
    `{"a":"${UUID.toUpperCase()}"}`,
    `{"a":"${UUID.replaceAll("-", "")}"}`,
    '{"a":null}',
    "{}",
  ]],
  ['path = "$.a"\ntype = ["uuid", "null"]', [`{"a":"${UUID}"}`, '{"a":null}'], ['{"a":""}', "{}"]],
  ['path = "$.a"\ntype = "iso-datetime"', [
    '{"a":"2019-01-01T12:00:00+02:00"}',
    '{"a":"2019-01-01T12:00:00.5Z"}',
  ], [
    '{"a":"2019-01-01 12:00:00Z"}',
    '{"a":"2019-01-01T12:00:00"}',
    '{"a":"2019-02-30T12:00:00Z"}',
    '{"a":1546300800}',
  ]],
  ['path = "$.a"\ntype = "utc"', [
    '{"a":"2019-01-01T12:00:00+00:00"}',
    '{"a":"2019-01-01T12:00:00.123456+00:00"}',
  ], [
    '{"a":"2019-01-01T12:00:00Z"}',
    '{"a":"2019-01-01T12:00:00.120+00:00"}',
    '{"a":"2019-01-01T12:00:00+01:00"}',
    '{"a":"2019-01-01T12:00:00.1234567+00:00"}',
  ]],
  ['path = "$.a"\ntype = "iso-date"', ['{"a":"2019-02-28"}'], [
    '{"a":"2019-02-30"}',
    '{"a":"2019-02-28T00:00:00Z"}',
  ]],
  ['path = "$.a"\ntype = "string"', ['{"a":""}'], ['{"a":1}']],
  ['path = "$.a"\ntype = "text"', ['{"a":"x"}'], ['{"a":""}']],
  ['path = "$.a"\ntype = "number"', ['{"a":1.5}', '{"a":9007199254740993}'], ['{"a":"1"}']],
  ['path = "$.a"\ntype = "integer"', ['{"a":1}', '{"a":9007199254740993}'], [
    '{"a":1.5}',
    '{"a":12345678901234567.5}',
    '{"a":"1"}',
  ]],
  ['path = "$.a"\ntype = "boolean"', ['{"a":false}'], ['{"a":0}']],
  ['path = "$.a"\ntype = "null"', ['{"a":null}'], ['{"a":0}', "{}"]],
  ['path = "$.a"\ntype = "object"', ['{"a":{}}'], ['{"a":[]}', '{"a":null}', '{"a":9007199254740993}']],
  ['path = "$.a"\ntype = "array"', ['{"a":[]}'], ['{"a":{}}']],
  ['path = "$.a"\ntype = "json-text"', ['{"a":"{}"}'], ['{"a":"{"}', '{"a":{}}']],
  ['path = "$.a"\ntype = "api-key"', ['{"a":"abcdefghij0123456789"}'], [
    '{"a":"short"}',
    '{"a":"abcdefghij 0123456789"}',
  ]],
  ['path = "$.a"\nsame_instant = "2019-01-01T12:00:00Z"', ['{"a":"2019-01-01 14:00:00+02"}'], [
    '{"a":"2019-01-01T12:00:00.000001Z"}',
    '{"a":"x"}',
    "{}",
  ]],
  ['path = "$..a"\nbefore = "2019-01-01T12:00:00Z"', ['{"a":"2019-01-01T13:59:59+02:00"}'], [
    '{"a":"2019-01-01T12:00:00Z"}',
    '{"a":null}',
    "{}",
  ]],
  ['path = "$..a"\nafter = "2019-01-01"', ['{"a":"2019-01-01T00:00:00.000001Z"}'], [
    '{"a":"2019-01-01T00:00:00Z"}',
    "{}",
  ]],
  ['path = "$.a"\nat_least = 2', ['{"a":2}', '{"a":9007199254740993}'], ['{"a":1}', '{"a":"2"}', "{}"]],
  ['path = "$.a"\nat_most = 2', ['{"a":2}'], ['{"a":3}', '{"a":null}', "{}"]],
  ['path = "$.a"\nkeys = ["y", "x"]', ['{"a":{"y":1,"x":1}}'], [
    '{"a":{"x":1,"y":1}}',
    '{"a":{"y":1}}',
    "{}",
  ]],
  ['path = "$..id"\nevery = "uuid"', [`[{"id":"${UUID}"},{"x":{"id":"${UUID}"}}]`], [
    "{}",
    `[{"id":"${UUID}"},{"id":1}]`,
    "x",
  ]],
  ['path = "$.a"\nevery = "integer"', ['{"a":[1,2]}'], ['{"a":[]}', '{"a":1}', '{"a":[1,"2"]}', "{}"]],
  ['path = "$.a[*].n"\nvalues = ["x", "y"]', ['{"a":[{"n":"x"},{"n":"y"}]}'], [
    '{"a":[{"n":"y"},{"n":"x"}]}',
    '{"a":[{"n":"x"}]}',
    "{}",
  ]],
  ["path = \"$.a\"\nvalues_json = '[1, null]'", ['{"a":[1,null]}'], ['{"a":[1]}', '{"a":1}', "{}"]],
  ['path = "$.a"\ncount = 0', ['{"a":[]}'], ['{"a":[1]}', "{}", '{"a":null}', "x"]],
  ['path = "$..b"\ncount = 2', ['[{"b":1},{"b":1}]'], ['{"b":1}', "{}"]],
  ['path = "$..b"\ncount = 0', ["{}"], ['{"b":1}', "x"]],
  ['path = "$.a"\nmin_count = 2', ['{"a":[1,2]}'], ['{"a":[1]}', "{}"]],
  ['path = "$.a"\nmax_count = 1', ['{"a":[1]}'], ['{"a":[1,2]}', "{}", '{"a":1}']],
  ['path = "$.a"\nsorted = "asc"', ['{"a":["a","b","b"]}', '{"a":["\\uffff","\\ud83d\\ude00"]}'], [
    '{"a":["b","a"]}',
    '{"a":["a"]}',
    '{"a":[1,2]}',
    '{"a":["a",null]}',
    "{}",
  ]],
  ['path = "$.a"\nsorted = "desc"\nby = "number"', ['{"a":[10,9]}'], ['{"a":[9,10]}', '{"a":["b","a"]}']],
  ['path = "$.a"\nsorted = "asc"\nby = "instant"', [
    '{"a":["2019-01-01T12:00:00+02:00","2019-01-01T11:00:00Z"]}',
  ], ['{"a":["2019-01-01T11:00:00Z","2019-01-01T12:00:00+02:00"]}']],
  ['path = "$.a"\nsorted = "desc"\nby = "number"\nnulls = "first"', ['{"a":[null,null,2,1]}'], [
    '{"a":[2,1,null]}',
    '{"a":[null,1,2]}',
  ]],
  ['path = "$.a"\nsorted = "asc"\nby = "number"\nnulls = "last"', ['{"a":[1,2,null]}'], ['{"a":[null,1,2]}']],
  ['path = "$.a"\nunique = true', ['{"a":[1,2]}'], [
    '{"a":[1,2,1]}',
    '{"a":[1]}',
    '{"a":[{"x":1,"y":2},{"y":2,"x":1}]}',
    "{}",
  ]],
  ['path = "$.a"\nexists = true', ['{"a":null}'], ["{}", "x"]],
  ['path = "$.a.b"\nabsent = true', ['{"a":{}}'], ['{"a":{"b":null}}', "{}", "x"]],
  ['path = "$..b"\nabsent = true', ["{}"], ['{"a":{"b":1}}', "x"]],
  ["status = 200", ["x"], []],
  ["status = true\none_of = [200, 201]", ["x"], []],
  ["status = 400", [], ["x"]],
  ['header = "x-one"\nequals = "1"', ["x"], []],
  ['header = "x-${run}"\nequals = "2"', ["x"], []],
  ['header = "x-none"\nabsent = true', ["x"], []],
  ['header = "x-none"\nmatches = ""', [], ["x"]],
  ['header = "x-one"\nabsent = true', [], ["x"]],
  ['body = true\ncontains = "9007199254740993"', ['{"a":9007199254740993}'], ['{"a":9007199254740992}']],
  ['body = true\nnot_contains = "key"', ["x"], ["key"]],
];

for (const [check, good, bad] of TRIALS) {
  Deno.test(`readCheck() judges ${check.replaceAll("\n", ", ")}`, async () => {
    for (const body of good) {
      assert(
        await holds(check, new Response(body, { headers: { "x-one": "1", "x-proctor-test": "2" } })),
        `must hold of ${body}`,
      );
    }
    for (const body of bad) {
      assertEquals(
        await holds(check, new Response(body, { headers: { "x-one": "1", "x-proctor-test": "2" } })),
        false,
        `must not hold of ${body}`,
      );
    }
  });
}

Deno.test("readCheck() judges ok by the status too", async () => {
  assertEquals(await holds("ok = true", new Response('{"data":{}}', { status: 400 })), false);
});

Deno.test("readCheck() takes bytes that are not UTF-8 for no JSON", async () => {
  assertEquals(
    await holds('path = "$"\nexists = true', new Response(new Uint8Array([0x22, 0xff, 0x22]))),
    false,
  );
});

Deno.test("readCheck() sees a number beyond 2^53 as one value", async () => {
  assert(await holds('path = "$..text"\ncount = 0', new Response('{"a":9007199254740993}')));
});

Deno.test("PREDICATES are all tried here", () => {
  const tried = TRIALS.flatMap(([check]) => check.split("\n").map((line) => line.split(" ")[0]!));
  assertEquals(Object.keys(PREDICATES).filter((key) => !tried.includes(key)), []);
});
