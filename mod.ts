/**
 * Proctor as a library: what scripts and other programs may build on. Everything else may change at any time.
 *
 * @example A key that does not leak
 * ```ts
 * import { Secret } from "./mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(`Bearer ${new Secret("pcu_abcdefgh1234")}`, "Bearer ****1234");
 * ```
 *
 * @module
 */

export * from "./lib/core/errors.ts";
export {
  isJsonObject,
  jsonbText,
  type JsonObject,
  type JsonValue,
  NumberText,
  parseJson,
} from "./lib/core/json.ts";
export { Secret } from "./lib/core/secret.ts";
export { formatTimestamp, parseTimestamp } from "./lib/core/timestamp.ts";
export { parsePostgresUuid, parsePythonUuid } from "./lib/core/uuid.ts";
