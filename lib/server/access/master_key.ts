/**
 * The one key that everything else the server keeps safe is derived from: 32 random bytes, as Base64 text in a
 * {@linkcode Secret}, so that it cannot be printed by accident.
 *
 * @module
 */
import { ConfigurationError } from "../../core/errors.ts";
import { Secret } from "../../core/secret.ts";

const KEY_BYTES = 32;

/** What a key is for. A key that leaks from one use says nothing about the others. */
export type KeyPurpose = "secrets" | "tokens";

/**
 * Makes a master key.
 *
 * @returns 32 random bytes as Base64.
 *
 * @example No two are alike
 * ```ts
 * import { generateMasterKey } from "./master_key.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(generateMasterKey().reveal().length, 44);
 * assertEquals(generateMasterKey().reveal() === generateMasterKey().reveal(), false);
 * ```
 */
export function generateMasterKey(): Secret {
  return new Secret(crypto.getRandomValues(new Uint8Array(KEY_BYTES)).toBase64());
}

function masterBytes(master: Secret): Uint8Array<ArrayBuffer> {
  try {
    const bytes = Uint8Array.fromBase64(master.reveal());
    if (bytes.length === KEY_BYTES) return bytes;
  } catch {
    // What is wrong with the text must not be told: part of it could be the key.
  }
  throw new ConfigurationError(
    `Cannot use the master key: expected ${KEY_BYTES} bytes as Base64, such as "openssl rand -base64 ${KEY_BYTES}" prints`,
  );
}

/**
 * Derives the key of one purpose with HKDF-SHA-256 (RFC 5869); the purpose is the `info`.
 *
 * @param master The master key: 32 bytes as Base64.
 * @param purpose `secrets`: AES-256-GCM of stored values; `tokens`: HMAC-SHA-256 of JWTs.
 * @returns 32 bytes; the same for the same master key and purpose.
 * @throws {ConfigurationError} When the master key is not 32 bytes as Base64.
 *
 * @example Each purpose has a key of its own
 * ```ts
 * import { deriveKey, generateMasterKey } from "./master_key.ts";
 * import { assertEquals, assertNotEquals } from "@std/assert";
 *
 * const master = generateMasterKey();
 * assertEquals(await deriveKey(master, "tokens"), await deriveKey(master, "tokens"));
 * assertNotEquals(await deriveKey(master, "tokens"), await deriveKey(master, "secrets"));
 * ```
 */
export async function deriveKey(master: Secret, purpose: KeyPurpose): Promise<Uint8Array<ArrayBuffer>> {
  const base = await crypto.subtle.importKey("raw", masterBytes(master), "HKDF", false, ["deriveBits"]);
  const info = new TextEncoder().encode(`proctor ${purpose}`);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return new Uint8Array(await crypto.subtle.deriveBits(derivation, base, KEY_BYTES * 8));
}
