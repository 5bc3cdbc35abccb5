/** Their values come from a closed list; a key spelled like one of them must not make nonsense of the report. */
const CLOSED = ["type", "outcome", "level"];

/**
 * Masks secrets in every text of a value. It runs before a report is written, for afterwards a key would stand in
 * whatever form the report's own escapes give it.
 *
 * @param value An event or a report: plain objects, arrays and what they hold. Other objects stay as they are.
 * @param redact Masks secrets; asked for all texts at once first, and for each only if there is something to mask.
 * @returns The value, its secrets masked; the same one if there was none.
 *
 * @example However deep
 * ```ts
 * import { redactDeep } from "./redact_deep.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const redact = (text: string) => text.replaceAll("fail", "****");
 * assertEquals(redactDeep({ outcome: "fail", got: ["it failed", 1] }, redact), { outcome: "fail", got: ["it ****ed", 1] });
 * const clean = { outcome: "fail" };
 * assertEquals(redactDeep(clean, redact) === clean, true);
 * ```
 */
export function redactDeep<T>(value: T, redact: (text: string) => string): T {
  const texts = new Set<string>();
  visit(value, (text) => {
    texts.add(text);
    return text;
  });
  const all = [...texts].join("\n");
  if (redact(all) === all) return value;
  const safe = new Map([...texts].map((text) => [text, redact(text)]));
  return visit(value, (text) => safe.get(text)!) as T;
}

function visit(part: unknown, onText: (text: string) => string): unknown {
  if (typeof part === "string") return onText(part);
  if (Array.isArray(part)) return part.map((each) => visit(each, onText));
  if (part === null || typeof part !== "object" || Object.getPrototypeOf(part) !== Object.prototype) {
    return part;
  }
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(part)) {
    copy[name] = CLOSED.includes(name) ? member : visit(member, onText);
  }
  return copy;
}
