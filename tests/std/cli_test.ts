import { assertEquals } from "@std/assert";
import { parseArgs } from "@std/cli";

Deno.test("parseArgs() reads a flag that is absent as false", () => {
  assertEquals(parseArgs([], { boolean: ["quick"] }).quick, false);
});

Deno.test("parseArgs() reads a value in both spellings", () => {
  assertEquals(parseArgs(["--only", "a"], { string: ["only"] }).only, "a");
  assertEquals(parseArgs(["--only=a"], { string: ["only"] }).only, "a");
});

Deno.test("parseArgs() keeps the rest in order and reads numbers", () => {
  assertEquals(parseArgs(["a", "--quick", "12", "1.5x"], { boolean: ["quick"] })._, ["a", 12, "1.5x"]);
});
