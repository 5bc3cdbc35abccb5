import { AssertionError } from "node:assert";
import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";

class OtherError extends Error {}

function fail(): never {
  throw new TypeError("no such thing");
}

/** Written without the functions under test, which would otherwise judge themselves. */
function refuses(name: string, run: () => unknown): void {
  Deno.test(name, async () => {
    try {
      await run();
    } catch (error) {
      if (error instanceof AssertionError) return;
      throw error;
    }
    throw new TypeError("nothing was refused");
  });
}

refuses("assert() refuses a falsy value", () => assert(0));
refuses("assertEquals() refuses another value", () => assertEquals<unknown>({ a: [1] }, { a: ["1"] }));
refuses("assertEquals() refuses a key more", () => assertEquals<unknown>({ a: undefined }, {}));
refuses("assertNotEquals() refuses an equal value", () => assertNotEquals({ a: [1] }, { a: [1] }));
refuses("assertStringIncludes() refuses a text without the part", () => assertStringIncludes("abc", "ac"));
refuses("assertMatch() refuses a text that does not match", () => assertMatch("abc", /^b/));
refuses("assertThrows() refuses a function that returns", () => assertThrows(() => 1));
refuses("assertThrows() refuses another class", () => assertThrows(fail, OtherError));
refuses("assertThrows() refuses another message", () => assertThrows(fail, TypeError, "some such"));
refuses("assertRejects() refuses a promise that fulfils", () => assertRejects(() => Promise.resolve(1)));
refuses(
  "assertRejects() refuses another class",
  () => assertRejects(() => Promise.reject(new TypeError()), OtherError),
);
refuses("assertRejects() refuses a function that throws", () => assertRejects(fail));

Deno.test("assertThrows() returns the error", () => {
  const error: TypeError = assertThrows(fail, TypeError, "such thing");
  assertEquals(error.message, "no such thing");
});

Deno.test("assertRejects() returns the error", async () => {
  const error: OtherError = await assertRejects(() => Promise.reject(new OtherError("x")), OtherError);
  assertEquals(error.message, "x");
});

Deno.test("assertEquals() accepts values equal in depth", () => {
  assertEquals({ a: [1, { b: new Date(0) }], c: NaN }, { c: NaN, a: [1, { b: new Date(0) }] });
});
