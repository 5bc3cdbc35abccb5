/**
 * What stands in a recording for what a run has made up or must not tell. A stand-in has the shape of what it stands
 * for, so that a check holds for the one when it holds for the other, and it is the same in each recording.
 *
 * @module
 */

import { createHash } from "node:crypto";

/** Stands for the run's name. */
export const RUN_STAND_IN = "proctor-recorded";

/**
 * Stands for a secret.
 *
 * @param secret What it stands for: its length is kept, its points, and a beginning such as `pcu_`.
 * @param number Tells it from others.
 * @returns Letters and digits otherwise.
 *
 * @example A key and a token
 * ```ts
 * import { standInForSecret } from "./stand_ins.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(standInForSecret("pcu_Ab3dEf6hIj9l", 7), "pcu_7standin7sta");
 * assertEquals(standInForSecret("eyJh.eyJz.c2ln", 12), "12st.12st.12st");
 * ```
 */
export function standInForSecret(secret: string, number: number): string {
  const [, prefix = "", rest = secret] = /^([a-z]{2,4}_)(.*)$/s.exec(secret) ?? [];
  const filler = `${number}standin`;
  return prefix + rest.replace(/[^.]+/g, (part) => {
    return filler.repeat(Math.ceil(part.length / filler.length)).slice(0, part.length);
  });
}

/**
 * Stands for an id that a scene has made up.
 *
 * @param scene The scene's name.
 * @param index How many it had made up before.
 * @returns A UUID of version 4.
 *
 * @example The same each time
 * ```ts
 * import { standInForUuid } from "./stand_ins.ts";
 * import { assertEquals, assertNotEquals } from "@std/assert";
 *
 * assertEquals(standInForUuid("a-case", 0), standInForUuid("a-case", 0));
 * assertNotEquals(standInForUuid("a-case", 0), standInForUuid("a-case", 1));
 * ```
 */
export function standInForUuid(scene: string, index: number): string {
  const hex = createHash("sha256").update(`${index} ${scene}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${
    hex.slice(20, 32)
  }`;
}
