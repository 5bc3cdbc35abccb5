import { assertEquals } from "@std/assert";
import { loadSuite } from "../../lib/commands/contract_fixtures.ts";
import { narrowFixtures } from "../../lib/contract/narrow_fixtures.ts";

const FILES = [
  { name: "f/profile.toml", text: 'title = "P"' },
  { name: "a.toml", text: '[[case]]\nid = "a-one"\nneeds = ["thing"]' },
  { name: "b.toml", text: '[[case]]\nid = "b-one"\ndocument = "${member.id} ${value}"' },
  { name: "things.toml", text: '[[case]]\nid = "thing-one"\n[[setup]]\nneeds = ["other"]\nname = "thing"' },
  { name: "others.toml", text: '[[setup]]\nname = "other"' },
  { name: "people.toml", text: '[[principal]]\nname = "member"\n[[principal.step]]\nname = "value"' },
  {
    name: "rights.toml",
    text: '[matrix]\nid = "m"\n[[matrix.column]]\nname = "member"\n[[matrix.operation]]\nname = "x"',
  },
];

/** The files that are left; a star marks those whose cases are left out. */
function left(ids: readonly string[]): string[] {
  return narrowFixtures(FILES, ids).map(({ name, borrowed }) => borrowed ? `${name}*` : name);
}

const ALL = FILES.map(({ name }) => name);

for (
  const [what, ids, expected] of [
    ["a case, its setup and what that needs", ["a-one"], [
      "f/profile.toml",
      "a.toml",
      "things.toml*",
      "others.toml*",
    ]],
    ["a principal that a template names", ["b-*"], ["f/profile.toml", "b.toml", "people.toml*"]],
    ["a row of a matrix", ["m-member[x]"], ["f/profile.toml", "people.toml*", "rights.toml"]],
    ["everything for nothing named", [], ALL],
    ["everything for a name that is unknown", ["a-one", "z"], ALL],
    ["everything when something is excluded", ["a-one", "!b-one"], ALL],
  ] as const
) {
  Deno.test(`narrowFixtures() leaves ${what}`, () => assertEquals(left(ids), expected));
}

Deno.test("narrowFixtures() leaves of lent files what all other cases need", () => {
  const lent = FILES.map((file) => ({
    ...file,
    borrowed: !["f/profile.toml", "a.toml"].includes(file.name),
  }));
  const names = narrowFixtures(lent, []).map(({ name }) => name);
  assertEquals(names, ["f/profile.toml", "a.toml", "things.toml", "others.toml"]);
});

Deno.test("narrowFixtures() leaves of the package's fixtures what each file of cases needs", async () => {
  const { cases } = await loadSuite({});
  for (const [file, own] of Map.groupBy(cases, ({ place }) => place.file)) {
    const [{ name }] = own as [typeof own[number]];
    const suite = await loadSuite({}, [name]);
    assertEquals(suite.cases.map((each) => each.name), own.map((each) => each.name), file);
  }
});
