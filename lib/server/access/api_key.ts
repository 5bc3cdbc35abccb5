/**
 * Keys and tokens as the server makes them: `pcu_` (of a user) or `pcs_` (of a service account or a tenant), 30 random
 * letters and digits, and 6 that are the CRC-32 of everything before, so that scanners tell a leaked key from noise.
 *
 * @module
 */
import { crc32 } from "../../core/crc32.ts";
import { nodeCrypto } from "../../core/node_crypto.ts";
import { Secret } from "../../core/secret.ts";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const PREFIXES = { user: "pcu_", service: "pcs_" } as const;
/** Bytes from here on are drawn again: with them the first letters of the alphabet would be likelier. */
const UNBIASED_BYTES = 256 - 256 % ALPHABET.length;

function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < UNBIASED_BYTES && text.length < length) text += ALPHABET[byte % ALPHABET.length];
    }
  }
  return text;
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    digits = ALPHABET[rest % ALPHABET.length] + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}

/**
 * Makes a key.
 *
 * @param owner Whose it is: it decides the prefix.
 * @returns The key, 40 characters.
 *
 * @example The prefix tells the owner
 * ```ts
 * import { generateApiKey } from "./api_key.ts";
 * import { assertMatch } from "@std/assert";
 *
 * assertMatch(generateApiKey("user").reveal(), /^pcu_[0-9A-Za-z]{36}$/);
 * assertMatch(generateApiKey("service").reveal(), /^pcs_[0-9A-Za-z]{36}$/);
 * ```
 */
export function generateApiKey(owner: keyof typeof PREFIXES): Secret {
  const body = `${PREFIXES[owner]}${randomText(RANDOM_LENGTH)}`;
  return new Secret(body + checksum(body));
}

/**
 * What is stored of a key. A plain SHA-256 is enough: keys are random, so there is no dictionary to try.
 *
 * @param key The key.
 * @returns SHA-256 as 64 hexadecimal digits.
 *
 * @example The hash of a key
 * ```ts
 * import { hashApiKey } from "./api_key.ts";
 * import { Secret } from "../../core/secret.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   hashApiKey(new Secret("abc")),
 *   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
 * );
 * ```
 */
export function hashApiKey(key: Secret): string {
  return nodeCrypto().createHash("sha256").update(key.reveal()).digest("hex");
}
