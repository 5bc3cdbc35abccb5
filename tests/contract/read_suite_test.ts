import { assert, assertEquals, assertThrows } from "@std/assert";
import { readSuite } from "../../lib/contract/read_suite.ts";
import { FixtureError } from "../../lib/core/errors.ts";
import { suiteOf } from "./support.ts";

const HEAD = 'title = "T"\nsource = "A"\n';
const CASE = '[[case]]\nid = "a"\ntitle = "x"\nproves = ["S46"]\n';
const SENT = `${CASE}document = "{ hello }"\n`;
const KEY = '[[principal.step]]\ndocument = "{ k }"\ncapture = { key = "$.k" }\n';

/** What is wrong, what is written after the two lines of the head, and the message. */
const GALLERY: readonly (readonly [what: string, toml: string, message: string])[] = [
  ["no TOML", "[[case]\n", "t.toml:3 Read the file failed: it is no TOML"],
  ["an unknown key of a file", "cases = 1\n", 't.toml:3 Unknown key "cases": did you mean "case"?'],
  [
    "an unknown key of a case",
    `${CASE}documnet = "{}"\n`,
    't.toml:7 Unknown key "documnet": did you mean "document"?',
  ],
  [
    "an unknown key of a check",
    `${SENT}[[case.check]]\npath = "$"\nequal = 1\n`,
    't.toml:10 Unknown key "equal"',
  ],
  ["a missing id", '[[case]]\ndocument = "{}"\n', 't.toml:3 Key "id" is missing: expected a string'],
  ["an id in capitals", '[[case]]\nid = "A"\ndocument = "{}"\n', 't.toml:4 Name "A" is not allowed'],
  ["a wrong type", `${CASE}document = 7\n`, 't.toml:7 Key "document" is a number: expected a string'],
  [
    "a TOML date",
    `${SENT}variables = { at = 2019-01-01 }\n`,
    't.toml:8 Key "variables" holds a date: put it in quotes',
  ],
  [
    "NaN",
    `${SENT}variables = { n = nan }\n`,
    't.toml:8 Key "variables" holds "NaN": JSON has no such number',
  ],
  ["a second id", `${SENT}${SENT}`, 't.toml:8 Case "a" stands twice: the first is at t.toml:3'],
  ["nothing proved", '[[case]]\nid = "a"\ntitle = "x"\ndocument = "{}"\n', 'Key "proves" is missing'],
  ["nothing sent", CASE, "t.toml:3 Case sends nothing"],
  ["a bad level", `${SENT}level = "mst"\n`, 't.toml:8 Unknown value "mst" of "level": did you mean "must"?'],
  [
    "a bad backend",
    `${SENT}backends = ["clod"]\n`,
    'Unknown value "clod" of "backends": did you mean "cloud"?',
  ],
  ["an unknown setup", `${SENT}needs = ["a-flow"]\n`, 't.toml:3 Unknown setup "a-flow": there are none'],
  [
    "an unknown principal",
    `${SENT}as = "amdin"\n`,
    't.toml:3 Unknown principal "amdin": did you mean "admin"?',
  ],
  ["an unknown capability", `${SENT}requires = ["tokens"]\n`, 't.toml:3 Unknown capability "tokens"'],
  ["an unknown name", `${CASE}document = "\${flow_ip}"\n`, 't.toml:3 Unknown name "${flow_ip}"'],
  ["a bad name", `${CASE}document = "\${1}"\n`, 't.toml:7 Read "document" failed: "${1}" is no name'],
  [
    "a bad JSONPath",
    `${SENT}[[case.check]]\npath = "$["\nequals = 1\n`,
    't.toml:9 Read "path" failed: "$[" is no JSONPath',
  ],
  [
    "a bad regex",
    `${SENT}[[case.check]]\npath = "$"\nmatches = "("\n`,
    't.toml:10 Read "matches" failed: Invalid regular',
  ],
  [
    "a bad error regex",
    `${SENT}[[case.check]]\nerror = { message = "(" }\n`,
    'Read "message" failed: Invalid regular',
  ],
  ["bad JSON", `${SENT}variables_json = "{"\n`, 't.toml:8 Read "variables_json" failed'],
  [
    "bad JSON in a check",
    `${SENT}[[case.check]]\npath = "$"\nequals_json = "{"\n`,
    't.toml:10 Read "equals_json" failed',
  ],
  ["a bad capture", `${SENT}capture = { x = "y" }\n`, 't.toml:8 Read "capture" failed: "y" is no JSONPath'],
  [
    "a bad type name",
    `${SENT}[[case.check]]\npath = "$"\ntype = "uid"\n`,
    't.toml:10 Unknown value "uid" of "type": did you mean',
  ],
  [
    "two subjects",
    `${SENT}[[case.check]]\npath = "$"\nbody = true\nequals = 1\n`,
    "t.toml:8 Check has 2 subjects",
  ],
  ["no subject", `${SENT}[[case.check]]\nequals = 1\n`, "t.toml:8 Check has 0 subjects"],
  ["no predicate", `${SENT}[[case.check]]\npath = "$"\n`, 't.toml:8 Check of "$" has no predicate'],
  [
    "ok and more",
    `${SENT}[[case.check]]\nok = true\npath = "$"\n`,
    't.toml:10 Key "path" stands beside "ok"',
  ],
  ["ok = false", `${SENT}[[case.check]]\nok = false\n`, 't.toml:9 Key "ok" is false'],
  ["an empty error", `${SENT}[[case.check]]\nerror = {}\n`, 't.toml:9 Key "error" is empty'],
  [
    "absent = false",
    `${SENT}[[case.check]]\npath = "$.a"\nabsent = false\n`,
    't.toml:10 Key "absent" is false',
  ],
  [
    "by without sorted",
    `${SENT}[[case.check]]\npath = "$"\ncount = 1\nby = "text"\n`,
    't.toml:11 Key "by" needs "sorted"',
  ],
  ["a negative count", `${SENT}[[case.check]]\npath = "$"\ncount = -1\n`, "expected a whole number"],
  [
    "values that are no list",
    `${SENT}[[case.check]]\npath = "$"\nvalues = 1\n`,
    't.toml:10 Key "values" is no array',
  ],
  [
    "variables twice",
    `${SENT}variables = {}\nvariables_json = "{}"\n`,
    't.toml:9 Key "variables_json" stands beside',
  ],
  ["document and body", `${SENT}body = "x"\n`, 't.toml:8 Key "body" stands beside "document"'],
  ["variables alone", `${CASE}body = "x"\nvariables = {}\n`, 't.toml:8 Key "variables" needs "document"'],
  [
    "a step inside and outside",
    `${SENT}[[case.step]]\ndocument = "{}"\n`,
    't.toml:7 Key "document" stands beside [[case.step]]',
  ],
  ["an empty each", `${SENT}each = []\n`, 't.toml:8 Key "each" is empty'],
  ["a row twice", `${SENT}each = [{ label = "r" }, { label = "r" }]\n`, 't.toml:8 Row "r" stands twice'],
  [
    "rows that differ",
    `${SENT}each = [{ label = "r", a = 1 }, { label = "s" }]\n`,
    't.toml:8 Row "s" has the keys',
  ],
  ["a row's bad JSON", `${SENT}each = [{ label = "r", a_json = "{" }]\n`, 'Read "a_json" failed'],
  ["a header that is a number", `${SENT}headers = { x = 1 }\n`, 't.toml:8 Header "x" is no text'],
  [
    "checks that hold of nothing",
    `${SENT}[[case.check]]\npath = "$.a"\nabsent = true\n`,
    't.toml:3 Case "a" cannot fail on an empty answer',
  ],
  ["HTTP 200 as only check", `${SENT}[[case.check]]\nstatus = 200\n`, "cannot fail on an empty answer"],
  [
    "nothing forbidden found",
    `${SENT}[[case.check]]\nbody = true\nnot_contains = "x"\n`,
    "cannot fail on an empty answer",
  ],
  [
    "an empty list of values",
    `${SENT}[[case.check]]\npath = "$..x"\nvalues = []\n`,
    "cannot fail on an empty answer",
  ],
  [
    "a circle of setups",
    '[[setup]]\nname = "s"\nneeds = ["t"]\n[[setup]]\nname = "t"\nneeds = ["s"]\n',
    't.toml:3 "s" needs itself',
  ],
  [
    "a shared setup of a fresh one",
    '[[setup]]\nname = "s"\nshared = true\nneeds = ["t"]\n[[setup]]\nname = "t"\n',
    'Shared setup "s" needs "t"',
  ],
  [
    "a setup of the other backend",
    `${SENT}needs = ["s"]\n[[setup]]\nname = "s"\nbackends = ["cloud"]\n`,
    'Setup "s" is not for backend server',
  ],
  ["a principal without key", '[[principal]]\nname = "p"\n', 't.toml:3 Principal "p" has no key'],
  ["a principal called admin", '[[principal]]\nname = "admin"\n', 't.toml:4 Principal "admin" is built in'],
  [
    "a principal on a server",
    `${SENT}as = "p"\n[[principal]]\nname = "p"\n${KEY}`,
    'Principal "p" has a key, and backend server takes none',
  ],
  ["a principal that makes itself", `[[principal]]\nname = "p"\nas = "p"\n${KEY}`, '"p" needs itself'],
];

for (const [what, toml, message] of GALLERY) {
  Deno.test(`readSuite() refuses ${what}`, () => {
    assertThrows(() => suiteOf(toml), FixtureError, message);
  });
}

Deno.test("readSuite() tells every mistake of every file at once", () => {
  const files = [{ name: "a.toml", text: `${HEAD}${CASE}` }, { name: "b.toml", text: "x =" }];
  const { message } = assertThrows(() => readSuite(files), FixtureError);
  assertEquals(message.split("\n").map((line) => line.split(" ")[0]), ["a.toml:3", "b.toml:1"]);
});

Deno.test("readSuite() refuses a statement that is not in the list", () => {
  const files = [
    { name: "statements.toml", text: 'title = "S"\n[[statement]]\nid = "S01"\ntext = "x"\nsuite = true\n' },
    { name: "a.toml", text: `${HEAD}${SENT}` },
  ];
  assertThrows(() => readSuite(files), FixtureError, 'a.toml:3 Unknown statement "S46"');
});

Deno.test("readSuite() takes a header inside a long text for text", () => {
  const suite = suiteOf(`${CASE}document = '''\n[[case]]\nid = "b"\n'''\n${SENT.replace('"a"', '"c"')}`);
  assertEquals(suite.cases.map(({ name, place }) => [name, place.line]), [["a", 3], ["c", 11]]);
});

Deno.test("readSuite() knows which cases write", () => {
  const writes = (toml: string) => suiteOf(toml).cases[0]!.writes;
  assertEquals(writes(SENT), false);
  assert(writes(`${CASE}document = "mutation { a }"\n`));
  assert(writes(`${CASE}batch = [{ document = "{ a }" }, { document = "mutation { a }" }]\n`));
  assert(writes(`${SENT}writes = true\n`));
  assert(
    writes(`${SENT}needs = ["s"]\n[[setup]]\nname = "s"\n[[setup.step]]\ndocument = "mutation { a }"\n`),
  );
  assert(writes(`${SENT}as = "p"\nbackends = ["cloud"]\n[[principal]]\nname = "p"\n${KEY}`));
});
