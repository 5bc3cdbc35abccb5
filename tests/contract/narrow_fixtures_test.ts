import { assertEquals } from "@std/assert";
import { readFixtures } from "../../lib/commands/contract_fixtures.ts";
import { narrowFixtures } from "../../lib/contract/narrow_fixtures.ts";
import { readSuite } from "../../lib/contract/read_suite.ts";

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

Deno.test("narrowFixtures() leaves what is needed where it stands in its file", () => {
  const text = 'title = "A"\n[[case]]\nid = "one"\n[[case]]\nid = "two"\nas = "who"\n' +
    '[[case.step]]\nname = "x"\n[[principal]]\nname = "who"\n[[setup]]\nname = "else"\n';
  const kept = 'title = "A"\n\n\n[[case]]\nid = "two"\nas = "who"\n' +
    '[[case.step]]\nname = "x"\n[[principal]]\nname = "who"\n\n\n';
  assertEquals(narrowFixtures([{ name: "a.toml", text }], ["two"]), [{ name: "a.toml", text: kept }]);
});

Deno.test("narrowFixtures() leaves of the package's fixtures what each case needs", async () => {
  const files = await readFixtures({});
  const { cases } = readSuite(files);
  // One in five: to try each takes long.
  for (const each of cases.filter((_, position) => position % 5 === 0)) {
    const { name } = each;
    const alone = readSuite(narrowFixtures(files, [name])).cases.find((one) => one.name === name);
    assertEquals(JSON.stringify(alone), JSON.stringify(each), name);
  }
});
