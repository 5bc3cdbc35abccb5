import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { ConfigurationError } from "../../../lib/core/errors.ts";
import { Secret } from "../../../lib/core/secret.ts";
import { deriveKey, generateMasterKey } from "../../../lib/server/access/master_key.ts";

/** The bytes 0 to 31. */
const MASTER = new Secret("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

// Reckoned with the HMAC of Python's standard library by RFC 5869: no salt, `info` "proctor PURPOSE".
for (
  const [purpose, expected] of [
    ["secrets", "b46cc7c26e9379b40c59c15716d44c2bb4d0a7f55a93401027d05b1eb06099e4"],
    ["tokens", "2ad8613fd31831ac9485f6f52a3d8c0e90eb68d571ee45d7580cec96fcde864d"],
  ] as const
) {
  Deno.test(`deriveKey() derives the key for ${purpose} by RFC 5869`, async () => {
    assertEquals((await deriveKey(MASTER, purpose)).toHex(), expected);
  });
}

Deno.test("deriveKey() ignores the line break that a file ends with", async () => {
  const withBreak = new Secret(`${MASTER.reveal()}\n`);
  assertEquals(await deriveKey(withBreak, "tokens"), await deriveKey(MASTER, "tokens"));
});

for (
  const [name, text] of [
    ["no text", ""],
    ["31 bytes", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg=="],
    ["33 bytes", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g"],
    ["hexadecimal", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"],
    ["a passphrase", "correct horse battery staple!"],
  ] as const
) {
  Deno.test(`deriveKey() refuses ${name} and does not repeat it`, async () => {
    const error = await assertRejects(() => deriveKey(new Secret(text), "tokens"), ConfigurationError);
    assertEquals(
      error.message,
      'Cannot use the master key: expected 32 bytes as Base64, such as "openssl rand -base64 32" prints',
    );
  });
}

Deno.test("generateMasterKey() makes another key each time, and each can be used", async () => {
  const [one, other] = [generateMasterKey(), generateMasterKey()];
  assertNotEquals(await deriveKey(one, "secrets"), await deriveKey(other, "secrets"));
});
