import { isJsonObject, type JsonValue, NumberText } from "../../core/json.ts";

function textOf(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

/**
 * A value as Python prints it: the service puts values into some of its messages, which clients show.
 *
 * @param value Any JSON value.
 * @returns The text.
 *
 * @example A clock in a message
 * ```ts
 * import { pythonText } from "./python_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(pythonText({ cron: "x", on: true, end: null }), "{'cron': 'x', 'on': True, 'end': None}");
 * ```
 */
export function pythonText(value: JsonValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return textOf(value);
  if (value instanceof NumberText) return value.text;
  if (Array.isArray(value)) return `[${value.map(pythonText).join(", ")}]`;
  if (!isJsonObject(value)) return String(value);
  return `{${Object.entries(value).map(([key, one]) => `${textOf(key)}: ${pythonText(one)}`).join(", ")}}`;
}
