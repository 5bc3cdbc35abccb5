import { type ConfigValue, pythonText } from "./config_value.ts";

const REFERENCE_REGEXP = /\$\{(.[^${}]*)\}/;
const MAX_ROUNDS = 10;

/** A value with the text it was written as: a key of digits only is a number to Prefect and must stay a text. */
export interface Written {
  /** With its type. */
  readonly value: ConfigValue;
  /** As text, before casting. */
  readonly text: string;
}

/**
 * Resolves references such as `${server.host}` to other settings. A value that is one reference keeps the type of
 * what it refers to; an unknown reference is an empty text.
 *
 * Source: `reference/prefect-api.md` §2.4 (expansion).
 *
 * @param written The value.
 * @param lookup Gives a setting by its dotted name.
 * @returns The value after at most 10 rounds.
 *
 * @example A reference within a reference
 * ```ts
 * import { interpolate } from "./interpolate.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const settings = new Map([["backend", "cloud"], ["cloud.endpoint", "https://api.prefect.io"]]);
 * const text = "${${backend}.endpoint}";
 * const lookup = (key: string) => ({ value: settings.get(key) ?? "", text: settings.get(key) ?? "" });
 * assertEquals(interpolate({ value: text, text }, lookup).value, "https://api.prefect.io");
 * ```
 */
export function interpolate(written: Written, lookup: (key: string) => Written | undefined): Written {
  let current = written;
  for (let round = 0; round < MAX_ROUNDS && typeof current.value === "string"; round++) {
    const [whole, key] = REFERENCE_REGEXP.exec(current.value) ?? [];
    if (whole === undefined || key === undefined) break;
    const found = lookup(key) ?? { value: "", text: "" };
    if (current.value === whole) {
      current = { value: found.value, text: found.text };
    } else {
      const text = current.value.replace(whole, () => pythonText(found.value));
      current = { value: text, text };
    }
  }
  return current;
}
