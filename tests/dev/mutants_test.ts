import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { Outcome, Target, Verdict } from "../../lib/contract/run_events.ts";
import { FixtureError, UnreachableError } from "../../lib/core/errors.ts";
import { suiteOf } from "../contract/support.ts";
import { checkMutant, type Finding, judgeMutant, judgeSound, verdictsOf } from "../mutants/judge_mutant.ts";
import { applyMutant, type Mutant, readMutants } from "../mutants/mutant.ts";
import { MutantThread } from "../mutants/mutant_thread.ts";
import { withServers } from "../mutants/with_servers.ts";
import { openWorkshop } from "../mutants/workshop.ts";

const TEXT = `title = "T"
[[mutant]]
id = "m"
breaks = "It breaks"
statements = ["S46"]
file = "lib/core/uuid.ts"
find = "toLowerCase"
replace = "toUpperCase"
cases = ["a", "b[one]"]
`;

const SUITE = suiteOf(`
[[case]]
id = "a"
title = "x"
proves = ["S46"]
document = "{ a }"
[[case.check]]
ok = true
[[case]]
id = "b"
title = "x"
proves = ["S42"]
each = [{ label = "one" }, { label = "two" }]
document = "{ b }"
[[case.check]]
ok = true
`);

function mutantOf(text = TEXT): Mutant {
  return readMutants([{ name: "t.toml", text }])[0]!;
}

function verdict(id: string, outcome: Outcome, backend: "server" | "cloud" = "server"): Verdict {
  return {
    id,
    backend,
    outcome,
    target: "t",
    title: "x",
    convention: "T",
    proves: ["S46"],
    level: "must",
    file: "t.toml",
    line: 1,
    failures: [],
    checks: 1,
    started: 0,
    milliseconds: 1,
    latencies: [],
  };
}

Deno.test("readMutants() reads an entry and where it stands", () => {
  const { id, cases, place } = mutantOf();
  assertEquals([id, cases, place], ["m", ["a", "b[one]"], { file: "t.toml", line: 2 }]);
});

for (
  const { name, text, says } of [
    { name: "a missing key", text: TEXT.replace(/^find.*\n/m, ""), says: 't.toml:2 Key "find" is missing' },
    { name: "an unknown key", text: `${TEXT}crashes = true\n`, says: 't.toml:10 Unknown key "crashes"' },
    {
      name: "a mutant that nobody catches",
      text: TEXT.replace(/^cases.*/m, "cases = []"),
      says: 'Key "cases" is empty',
    },
    {
      name: "a mutant that breaks no statement",
      text: TEXT.replace(/^statements.*/m, "statements = []"),
      says: 'Key "statements" is empty',
    },
    {
      name: "an id given twice",
      text: TEXT + TEXT.replace(/^title.*\n/, ""),
      says: 't.toml:10 Read mutant "m" failed: another has this id',
    },
  ]
) {
  Deno.test(`readMutants() refuses ${name}`, () => {
    assertThrows(() => mutantOf(text), FixtureError, says);
  });
}

Deno.test("applyMutant() replaces the text, whatever it holds", () => {
  const mutant = { ...mutantOf(), replace: "$& and $1" };
  assertEquals(applyMutant("a.toLowerCase()", mutant), "a.$& and $1()");
});

for (const source of ["nothing of it", "toLowerCase toLowerCase"]) {
  Deno.test(`applyMutant() refuses "${source}", where the text is not there exactly once`, () => {
    assertThrows(() => applyMutant(source, mutantOf()), FixtureError, "expected once");
  });
}

Deno.test("checkMutant() accepts a case and a row of a case", () => {
  assertEquals(checkMutant(mutantOf(), SUITE), []);
});

for (const name of ["c", "a[one]", "b[three]"]) {
  Deno.test(`checkMutant() refuses the case "${name}", which does not exist`, () => {
    const problems = checkMutant({ ...mutantOf(), cases: [name] }, SUITE);
    assertEquals(problems, [`there is no case "${name}"`]);
  });
}

Deno.test("checkMutant() refuses a statement that none of the cases proves", () => {
  const problems = checkMutant({ ...mutantOf(), cases: ["b"], statements: ["S42", "S46"] }, SUITE);
  assertEquals(problems, ["none of its cases proves S46"]);
});

Deno.test("judgeMutant() wants every named case to fail, on one backend at least", () => {
  const sound = [verdict("a", "pass"), verdict("a", "pass", "cloud"), verdict("b[one]", "pass")];
  const broken = [verdict("a", "pass"), verdict("a", "fail", "cloud"), verdict("b[one]", "pass")];
  const { caughtBy, problems } = judgeMutant(mutantOf(), { sound, broken });
  assertEquals([caughtBy, problems], [["a"], ['"b[one]" does not notice']]);
});

Deno.test("judgeMutant() takes any row for a case that is named without one", () => {
  const mutant = { ...mutantOf(), cases: ["b"] };
  const sound = [verdict("b[one]", "pass"), verdict("b[two]", "pass")];
  const broken = [verdict("b[one]", "pass"), verdict("b[two]", "fail")];
  assertEquals(judgeMutant(mutant, { sound, broken }).problems, []);
});

for (const outcome of ["error", "skip"] as const) {
  Deno.test(`judgeMutant() takes "${outcome}" for no catch`, () => {
    const mutant = { ...mutantOf(), cases: ["a"] };
    const verdicts = { sound: [verdict("a", "pass")], broken: [verdict("a", outcome)] };
    assertEquals(judgeMutant(mutant, verdicts).problems, ['"a" does not notice']);
  });
}

Deno.test("judgeMutant() takes a case that fails anyway for no catch", () => {
  const mutant = { ...mutantOf(), cases: ["a"] };
  const verdicts = { sound: [verdict("a", "fail")], broken: [verdict("a", "fail")] };
  assertEquals(judgeMutant(mutant, verdicts).problems, ['"a" does not notice']);
});

Deno.test("readMutants() takes laws of exploration in place of cases", () => {
  const { cases, laws } = mutantOf(TEXT.replace(/^cases.*/m, 'laws = ["limit"]'));
  assertEquals([cases, laws], [[], ["limit"]]);
});

Deno.test("checkMutant() refuses a law that does not exist, and a statement that it does not prove", () => {
  const mutant = { ...mutantOf(), cases: [], laws: ["limit"] };
  assertEquals(checkMutant({ ...mutant, laws: ["limits"] }, SUITE), ['there is no law "limits"']);
  assertEquals(checkMutant(mutant, SUITE), ["none of its cases proves S46"]);
  assertEquals(checkMutant({ ...mutant, statements: ["S42"] }, SUITE), []);
});

Deno.test("judgeMutant() wants a document of every named law to fail", () => {
  const mutant = { ...mutantOf(), cases: [], laws: ["json-path", "json-keys"] };
  const sound = [verdict("explore-json-path-1-7", "pass"), verdict("explore-json-keys-1-8", "pass")];
  const broken = [verdict("explore-json-path-1-7", "fail"), verdict("explore-json-keys-1-8", "pass")];
  const { caughtBy, problems } = judgeMutant(mutant, { sound, broken });
  assertEquals([caughtBy, problems], [["law json-path"], ['law "json-keys" is not broken']]);
});

Deno.test("verdictsOf() chooses the cases, rows and laws of a mutant", () => {
  const ids = ["a", "ab", "b[one]", "b[two]", "b", "explore-limit-1-7", "explore-limits-1-7"];
  const chosen = verdictsOf({ ...mutantOf(), laws: ["limit"] }, ids.map((id) => verdict(id, "pass")));
  assertEquals(chosen.map(({ id }) => id), ["a", "b[one]", "explore-limit-1-7"]);
});

Deno.test("judgeSound() names what does not pass", () => {
  const { problems } = judgeSound([verdict("a", "pass"), verdict("b[one]", "fail", "cloud")]);
  assertEquals(problems, ['"b[one]" on cloud: fail']);
});

const SILENT: Mutant = {
  ...mutantOf(),
  file: "lib/server/actions/service_queries.ts",
  find: 'Promise.resolve("👋")',
  replace: 'Promise.resolve("")',
};

async function hear([target]: readonly Target[]): Promise<string> {
  const response = await fetch(`${target!.url}?query={hello}`);
  return (await response.json()).data.hello;
}

Deno.test("openWorkshop() breaks one server, and not the sound one beside it", async () => {
  const workshop = await openWorkshop();
  using broken = workshop.break(SILENT);
  const heard = (module: string) => withServers({ module, backends: ["server"] }, hear);
  assertEquals(await heard(broken.url), "");
  assertEquals(await heard(workshop.sound), "👋");
});

Deno.test("openWorkshop() refuses to break what the server does not load, and what would be no code", async () => {
  const workshop = await openWorkshop();
  const elsewhere = { ...SILENT, file: "lib/admin/tenants.ts" };
  assertThrows(() => workshop.break(elsewhere), FixtureError, "expected a module that the server loads");
  assertThrows(() => workshop.break({ ...SILENT, replace: "Promise.resolve(" }), SyntaxError);
});

function askWith(thread: MutantThread, replace: string): Promise<Finding> {
  return thread.ask("mutant", { mutant: { ...SILENT, cases: ["http-any-path"], replace }, sound: [] });
}

Deno.test("MutantThread outlives a mutant that ends it", async () => {
  using thread = new MutantThread();
  const crash = '{ queueMicrotask(() => { throw new Error("oh") }); return Promise.resolve("") }';
  await assertRejects(
    () => askWith(thread, crash),
    UnreachableError,
    'its thread ended with "Uncaught Error: oh"',
  );
  const { problems } = await askWith(thread, SILENT.replace);
  assertEquals(problems, ['"http-any-path" does not notice']);
});

Deno.test("MutantThread gives up on a mutant that keeps it busy", async () => {
  using thread = new MutantThread({ limit: 500 });
  await assertRejects(
    () => askWith(thread, "{ while (true); }"),
    UnreachableError,
    "no answer within 0.5 seconds",
  );
});
