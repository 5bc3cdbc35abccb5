import { isJsonObject, type JsonValue } from "../core/json.ts";
import type { Secret } from "../core/secret.ts";

/** The reference implementation quotes the value of a variable up to the place of the fault. */
const QUOTED_VALUE_REGEXP = /got invalid value [\s\S]*?(?=(?: at "[^"]*")?; )/g;
const MIN_LENGTH = 3;

/** Every text among variables that is long enough to tell something. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return value.length < MIN_LENGTH ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

/**
 * Takes the values of variables out of a message of the API: they are the caller's data, and may be secrets that
 * nobody has marked as such.
 *
 * @param message The message.
 * @param variables The variables of the request.
 * @returns The message with an ellipsis in place of each value.
 *
 * @example A wrong id
 * ```ts
 * import { hideValues } from "./hide_values.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(hideValues('Could not parse UUID: "nope"', { id: "nope" }), 'Could not parse UUID: "…"');
 * assertEquals(
 *   hideValues('Variable "$i" got invalid value { n: 1 }; Field id is missing', { i: { n: 1 } }),
 *   'Variable "$i" got invalid value …; Field id is missing',
 * );
 * ```
 */
export function hideValues(message: string, variables: unknown): string {
  const texts = textsOf(variables).sort((a, b) => b.length - a.length);
  return texts.reduce(
    // A value within a longer word is another word.
    (text, value) =>
      text.split(value).reduce((before, after) => `${before}${joint(before, value, after)}${after}`),
    message.replace(QUOTED_VALUE_REGEXP, "got invalid value …"),
  );
}

function joint(before: string, value: string, after: string): string {
  return /\w$/.test(before) || /^\w/.test(after) ? value : "…";
}

/**
 * Masks secrets wherever they stand in a part of an answer.
 *
 * @param value Any part of an answer.
 * @param secrets What was revealed to send the request.
 * @returns The part with each secret as its mask.
 *
 * @example A key that was echoed
 * ```ts
 * import { maskSecrets } from "./hide_values.ts";
 * import { Secret } from "../core/secret.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const secrets = [new Secret("pcu_abcdefgh1234")];
 * assertEquals(maskSecrets({ message: "Bad key pcu_abcdefgh1234" }, secrets), { message: "Bad key ****1234" });
 * ```
 */
export function maskSecrets(value: JsonValue, secrets: readonly Secret[]): JsonValue {
  if (typeof value === "string") return secrets.reduce(mask, value);
  if (Array.isArray(value)) return value.map((each) => maskSecrets(each, secrets));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, maskSecrets(each, secrets)]));
}

function mask(text: string, secret: Secret): string {
  const value = secret.reveal();
  return value === "" ? text : text.replaceAll(value, secret.toString());
}
