import { assertEquals, assertThrows } from "@std/assert";
import { parse } from "@std/toml";
import fc from "fast-check";
import { scanToml } from "../../lib/config/toml_scan.ts";
import { setTomlText } from "../../lib/config/toml_text.ts";
import { ConfigurationError } from "../../lib/core/errors.ts";

const PATH = ["cloud", "agent", "auth_token"];

function set(text: string, value = "new"): string {
  return setTomlText({ path: "config.toml", text }, PATH, { value });
}

Deno.test("setTomlText() changes one value and nothing else (S57)", async (t) => {
  const cases: readonly [name: string, before: string, after: string][] = [
    ["no file", "", '[cloud.agent]\nauth_token = "new"\n'],
    ["another table", "[x]\na = 1", '[x]\na = 1\n\n[cloud.agent]\nauth_token = "new"\n'],
    [
      "an old value",
      "[cloud.agent]\nauth_token = 'old' # mine\n",
      '[cloud.agent]\nauth_token = "new" # mine\n',
    ],
    ["a dotted key", "[cloud]\nagent.auth_token = ''\n", '[cloud]\nagent.auth_token = "new"\n'],
    [
      "a value over many lines",
      '[cloud.agent]\nlabels = [\n  "a]", # auth_token = 1\n]\nauth_token = """\nx\n"""\nname = 1\n',
      '[cloud.agent]\nlabels = [\n  "a]", # auth_token = 1\n]\nauth_token = "new"\nname = 1\n',
    ],
    [
      "the header within a text",
      "[x]\na = '''\n[cloud.agent]\n'''\n",
      "[x]\na = '''\n[cloud.agent]\n'''\n\n[cloud.agent]\nauth_token = \"new\"\n",
    ],
    ["a header at the end", "[cloud.agent]", '[cloud.agent]\nauth_token = "new"\n'],
    ["Windows line ends", "[cloud.agent]\r\nauth_token = 1\r\n", '[cloud.agent]\r\nauth_token = "new"\r\n'],
  ];
  for (const [name, before, after] of cases) {
    await t.step(name, () => assertEquals(set(before), after));
  }
});

Deno.test("setTomlText() refuses what it cannot edit and does not guess", () => {
  assertThrows(
    () => set("cloud = { agent = { name = 'a' } }"),
    ConfigurationError,
    "write [cloud.agent] by hand",
  );
  assertThrows(() => set("a = ["), ConfigurationError, "config.toml:");
});

Deno.test("setTomlText() escapes what TOML does not allow as it is", () => {
  assertEquals(set("", '\x7f\x00"\\'), '[cloud.agent]\nauth_token = "\\u007f\\u0000\\"\\\\"\n');
});

Deno.test("setTomlText() keeps every character of a text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (value) => {
    const read = parse(set("# head\n", value)) as { cloud: { agent: { auth_token: string } } };
    assertEquals(read.cloud.agent.auth_token, value);
  }));
});

Deno.test("scanToml() finds the line of every key the parser finds", () => {
  const text =
    'a = 1\n\n"b.c" = { d = 1 }\n[e."f g"]\nh = [1,\n["x"],\n]\n i.j = """\nk = 1"""\n[[l]]\nm = 1\n';
  assertEquals(scanToml(text).keys.map(({ path, line }) => [path.join("/"), line]), [
    ["a", 1],
    ["b.c", 3],
    ["e/f g/h", 5],
    ["e/f g/i/j", 8],
  ]);
});
