import { inspect } from "node:util";
import { assertEquals } from "@std/assert";
import { Secret } from "../../lib/core/secret.ts";

const VALUE = "pcu_abcdefgh1234";

const WAYS_OUT: Readonly<Record<string, (secret: Secret) => string>> = {
  "a template": (secret) => `${secret}`,
  "addition": (secret) => "" + secret,
  "String": String,
  "JSON": (secret) => JSON.stringify({ secret }),
  "Deno.inspect": (secret) => Deno.inspect({ secret }, { showHidden: true }),
  "node's inspect": (secret) => inspect({ secret }, { showHidden: true }),
  "its keys": (secret) => JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret)]),
  "an error": (secret) => String(new TypeError(`bad ${secret}`).stack),
  "a clone": (secret) => JSON.stringify({ ...secret }),
};

for (const [name, print] of Object.entries(WAYS_OUT)) {
  Deno.test(`Secret does not leak through ${name}`, () => {
    assertEquals(print(new Secret(VALUE)).includes("abcdefgh"), false);
  });
}

Deno.test("Secret.reveal() gives the value", () => {
  assertEquals(new Secret(VALUE).reveal(), VALUE);
});

Deno.test("Secret.toString() shows the last four characters of a long value", () => {
  assertEquals(new Secret(VALUE).toString(), "****1234");
});

Deno.test("Secret.toString() shows nothing of a short value", () => {
  assertEquals(new Secret("abcdefgh123").toString(), "****");
});
