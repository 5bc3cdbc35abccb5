import { assertEquals, assertMatch } from "@std/assert";
import * as errors from "../../lib/core/errors.ts";

const CLASSES = [
  { Class: errors.UsageError, code: "USAGE", exit: 2 },
  { Class: errors.AuthenticationError, code: "NOT_AUTHENTICATED", exit: 3 },
  { Class: errors.UnreachableError, code: "UNREACHABLE", exit: 4 },
  { Class: errors.FixtureError, code: "BROKEN_FIXTURE", exit: 5 },
  { Class: errors.ConfigurationError, code: "BROKEN_CONFIGURATION", exit: 5 },
  { Class: errors.InternalError, code: "INTERNAL", exit: 70 },
] as const;

for (const { Class, code, exit } of CLASSES) {
  Deno.test(`${Class.name} keeps its name, code, exit code and cause`, () => {
    const cause = new TypeError("below");
    const error = new Class("Cannot go on", { cause });
    assertEquals([error.name, error.code, error.exit, error.cause], [Class.name, code, exit, cause]);
    assertEquals(error instanceof errors.ProctorError, true);
    assertMatch(code, /^[A-Z_]+$/);
  });
}

Deno.test("CLASSES names every error there is", () => {
  const exported = Object.values(errors).filter((value) => typeof value === "function");
  assertEquals(
    new Set<unknown>(exported),
    new Set<unknown>([errors.ProctorError, ...CLASSES.map(({ Class }) => Class)]),
  );
});

Deno.test("EXIT gives every outcome its own code", () => {
  assertEquals(new Set(Object.values(errors.EXIT)).size, Object.keys(errors.EXIT).length);
});
