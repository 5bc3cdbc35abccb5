import { isJsonObject, type JsonValue } from "../core/json.ts";

const PLAIN_REGEXP = /^\$(?:\.(?:[A-Za-z_]\w*|\*)|\[(?:0|[1-9]\d{0,8}|\*)\])*$/;
const STEP_REGEXP = /\.(\w+)|\[(\d+)\]|\*/g;

/** A way down by one level: a member, an element, or with `undefined` everything that is there. */
type Step = string | number | undefined;

function valuesBelow(value: JsonValue, step: Step): JsonValue[] {
  if (Array.isArray(value)) {
    if (step === undefined) return value;
    return typeof step === "number" && step < value.length ? [value[step]!] : [];
  }
  if (!isJsonObject(value)) return [];
  if (step === undefined) return Object.values(value);
  return typeof step === "string" && Object.hasOwn(value, step) ? [value[step]!] : [];
}

/** A path that needs no library. */
export interface PlainPath {
  /** Whether it can match one value at most. */
  readonly singular: boolean;
  /** The path to what holds the value; `undefined` for `$` and for paths to many values. */
  readonly parentText: string | undefined;
  /** The values it matches, in document order. */
  readonly values: (root: JsonValue) => JsonValue[];
}

/**
 * Compiles a JSONPath of members, elements and `*` alone. Nearly every path of a suite is one, and to walk it takes a
 * fraction of what a library takes that knows all of RFC 9535.
 *
 * @param text Such as `$.data.flow[*].id`.
 * @returns The path; `undefined` when it is of another kind, or none at all.
 *
 * @example What it matches
 * ```ts
 * import { plainPath } from "./plain_path.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(plainPath("$.flow[*].id")?.values({ flow: [{ id: "a" }, { id: "b" }] }), ["a", "b"]);
 * assertEquals(plainPath("$..id"), undefined);
 * ```
 */
export function plainPath(text: string): PlainPath | undefined {
  if (!PLAIN_REGEXP.test(text)) return undefined;
  const steps = [...text.matchAll(STEP_REGEXP)].map(([, name, index]): Step => {
    return index === undefined ? name : Number(index);
  });
  const singular = !steps.includes(undefined);
  const above = Math.max(text.lastIndexOf("."), text.lastIndexOf("["));
  return {
    singular,
    parentText: singular && steps.length > 0 ? text.slice(0, above) : undefined,
    values(root) {
      let found = [root];
      for (const step of steps) {
        found = found.length === 1
          ? valuesBelow(found[0]!, step)
          : found.flatMap((value) => valuesBelow(value, step));
      }
      return found;
    },
  };
}
