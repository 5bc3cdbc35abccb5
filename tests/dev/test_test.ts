import { assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";

Deno.test("test.ts refuses a stage it does not know", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "scripts/dev/test.ts", "--only", "linty"],
    cwd: fromFileUrl(new URL("../../", import.meta.url)),
    stdin: "null",
  }).output();
  assertEquals([code, stdout.length], [2, 0]);
  assertMatch(new TextDecoder().decode(stderr), /^Unknown stage "linty": expected one of format, lint, /);
});
