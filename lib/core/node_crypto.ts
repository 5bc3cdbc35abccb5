import { once } from "./once.ts";

/** Node's cryptography. */
type NodeCrypto = ReturnType<typeof globalThis.process.getBuiltinModule<"node:crypto">>;

const load = once((): NodeCrypto => globalThis.process.getBuiltinModule("node:crypto"));

/**
 * Node's cryptography, for what must be had at once: Web Crypto lets everybody wait. It is loaded at the first call,
 * because to load it takes Deno as long as a whole start without it.
 *
 * @returns The module `node:crypto`.
 *
 * @example A hash
 * ```ts
 * import { nodeCrypto } from "./node_crypto.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(nodeCrypto().createHash("md5").update("").digest("hex"), "d41d8cd98f00b204e9800998ecf8427e");
 * ```
 */
export function nodeCrypto(): NodeCrypto {
  return load();
}
