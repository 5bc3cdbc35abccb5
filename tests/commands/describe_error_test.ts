import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { describeError } from "../../lib/commands/describe_error.ts";
import { AuthenticationError, InternalError, UsageError } from "../../lib/core/errors.ts";

Deno.test("describeError() gives a known failure one line and its exit code", () => {
  const described = describeError(new AuthenticationError("Wrong key: give another with --api-key"));
  assertEquals(described, { text: "proctor: Wrong key: give another with --api-key", exit: 3 });
});

Deno.test("describeError() names a missing permission as a matter of configuration", () => {
  const { text, exit } = describeError(new Deno.errors.NotCapable("Requires read access"));
  assertEquals([text, exit], ["proctor: Deno withheld a permission: Requires read access", 5]);
});

Deno.test("describeError() names what the operating system refused, which is no bug", async () => {
  const file = await Deno.makeTempFile();
  const error = await assertRejects(() => Deno.mkdir(`${file}/folder`));
  await Deno.remove(file);
  const { text, exit } = describeError(error);
  assertEquals(exit, 5);
  assertMatch(text, /^proctor: The operating system refused to mkdir '.+folder': [^\n]+ \(os error \d+\)$/);
});

Deno.test("describeError() says in words that a folder is no file", async () => {
  const { text } = describeError(await assertRejects(() => Deno.readTextFile("lib")));
  assertMatch(text, /^proctor: The operating system refused to read 'lib': /);
});

Deno.test("describeError() tells of a full disk without a path", () => {
  const { text } = describeError(new Error("No space left on device (os error 28)"));
  assertEquals(text, "proctor: The operating system refused: No space left on device (os error 28)");
});

for (const error of [new TypeError("Oops"), new InternalError("Oops"), "Oops"]) {
  Deno.test(`describeError() calls ${Deno.inspect(error).split("\n")[0]} a bug and shows where`, () => {
    const { text, exit } = describeError(error);
    assertEquals(exit, 70);
    assertMatch(text, /^proctor: This is a bug in Proctor.*\n.*Oops/);
  });
}

Deno.test("describeError() masks keys in an error nobody foresaw", () => {
  const { text } = describeError(new TypeError('Invalid header "Bearer abcdefgh1234" for pcs_abcdefgh1234'));
  assertEquals(text.includes("abcdefgh"), false);
});

Deno.test("describeError() shows no key that was given for a path", async () => {
  const key = `pcu_${"a".repeat(36)}`;
  const refused = describeError(await assertRejects(() => Deno.readTextFile(`lib/${key}`)));
  const withheld = describeError(new Deno.errors.NotCapable(`Requires read access to "${key}"`));
  assertEquals([refused.text.includes(key), withheld.text.includes(key)], [false, false]);
});

Deno.test("describeError() leaves a known failure its class, whatever the operating system said", () => {
  const { text, exit } = describeError(new UsageError("No such file (os error 2)"));
  assertEquals([text, exit], ["proctor: No such file (os error 2)", 2]);
});
