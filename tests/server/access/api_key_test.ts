import { crc32 } from "node:zlib";
import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { Secret } from "../../../lib/core/secret.ts";
import { generateApiKey, hashApiKey } from "../../../lib/server/access/api_key.ts";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

Deno.test("generateApiKey() ends in the CRC-32 of the rest, in base 62", () => {
  for (const owner of ["user", "service"] as const) {
    for (let round = 0; round < 50; round++) {
      const key = generateApiKey(owner).reveal();
      assertMatch(key, owner === "user" ? /^pcu_[0-9A-Za-z]{36}$/ : /^pcs_[0-9A-Za-z]{36}$/);
      const digits = [...key.slice(-6)].reduce((sum, digit) => sum * 62 + ALPHABET.indexOf(digit), 0);
      assertEquals(digits, crc32(key.slice(0, -6)));
    }
  }
});

Deno.test("generateApiKey() never gives a key twice, and uses the whole alphabet", () => {
  const keys = Array.from({ length: 200 }, () => generateApiKey("user").reveal());
  assertEquals(new Set(keys).size, 200);
  const letters = new Set(keys.flatMap((key) => [...key.slice(4, 34)]));
  assertEquals([...letters].sort().join(""), ALPHABET);
});

Deno.test("generateApiKey() gives a key that does not show itself", () => {
  const key = generateApiKey("user");
  assertMatch(`${key} ${JSON.stringify(key)}`, /^\*{4}\w{4} "\*{4}\w{4}"$/);
});

Deno.test("hashApiKey() tells keys apart and does not contain them", () => {
  const [a, b] = [new Secret("pcu_a"), new Secret("pcu_b")];
  assertNotEquals(hashApiKey(a), hashApiKey(b));
  assertMatch(hashApiKey(a), /^[0-9a-f]{64}$/);
});
