import { NumberText } from "../core/json.ts";
import { Secret } from "../core/secret.ts";
import { checkName } from "./check_name.ts";
import { EnumValue } from "./enum_value.ts";
import { Variable } from "./variable.ts";

/** What may stand among the arguments of a field. */
export type ArgumentValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | EnumValue
  | Variable
  | NumberText
  | readonly ArgumentValue[]
  | ReadonlySet<ArgumentValue>
  | ReadonlyMap<string | EnumValue, ArgumentValue>
  | { readonly [name: string]: ArgumentValue };

/** Arguments by name. */
export type Arguments = ReadonlyMap<string | EnumValue, ArgumentValue> | {
  readonly [name: string]: ArgumentValue;
};

function refuse(path: string, what: string, wanted: string): TypeError {
  return new TypeError(`Cannot render ${what} at "${path}": expected ${wanted}`);
}

function renderString(text: string, path: string): string {
  if (!text.isWellFormed()) throw refuse(path, "half of a surrogate pair", "well-formed text");
  return JSON.stringify(text);
}

function renderNumber(value: number, path: string): string {
  if (!Number.isFinite(value)) throw refuse(path, String(value), "a finite number");
  return String(value);
}

function entriesOf(value: object): [string, unknown][] {
  if (value instanceof Map) return [...value].map(([name, each]) => [String(name), each]);
  return Object.entries(value);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || value instanceof Map;
}

function renderObject(value: object, path: string): string {
  if (value instanceof EnumValue) return value.name;
  if (value instanceof Variable) return `$${value.name}`;
  if (value instanceof NumberText) return value.text;
  if (value instanceof Secret) throw refuse(path, "a secret", "a variable; documents are logged and cached");
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw refuse(path, "an invalid date", "a moment");
    return renderString(value.toISOString(), path);
  }
  if (Array.isArray(value) || value instanceof Set) {
    return `[${[...value].map((each, index) => renderValue(each, `${path}[${index}]`)).join(", ")}]`;
  }
  if (!isPlain(value)) {
    throw refuse(path, `an object of class ${value.constructor.name}`, "a plain object, a list or a text");
  }
  const members = renderMembers(value, path);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function renderMembers(value: object, path: string): string[] {
  return entriesOf(value).map(([name, each]) =>
    `${checkName(name)}: ${renderValue(each, `${path}.${name}`)}`
  );
}

/**
 * Renders a value as GraphQL writes it in a document. Texts keep every character; a `Date` becomes an ISO 8601
 * text, for the API knows dates as texts.
 *
 * Source: `reference/prefect-api.md` §4.2; GraphQL specification, October 2021, §2.9 (input values).
 *
 * @param value A value of {@linkcode ArgumentValue}; anything else is refused.
 * @param path What to call the value in an error.
 * @returns The text.
 * @throws {TypeError} When the value has no form in GraphQL: `undefined`, a function, `NaN`, a secret.
 *
 * @example Quotes, braces and newlines survive
 * ```ts
 * import { renderValue } from "./render_value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(renderValue({ name: 'a    }"\n', ids: [1, null] }), String.raw`{ name: "a    }\"\n", ids: [1, null] }`);
 * ```
 */
export function renderValue(value: unknown, path = "value"): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
      return renderString(value, path);
    case "number":
      return renderNumber(value, path);
    case "bigint":
    case "boolean":
      return String(value);
    case "object":
      return renderObject(value, path);
    default:
      throw refuse(path, `a value of type ${typeof value}`, "null, or to be left out");
  }
}

/**
 * Renders arguments by name, without the parentheses.
 *
 * @param args The arguments.
 * @param field What to call them in an error.
 * @returns Such as `limit: 1, offset: 2`; empty when there are none.
 * @throws {TypeError} When a value has no form in GraphQL.
 *
 * @example Two arguments
 * ```ts
 * import { renderArguments } from "./render_value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(renderArguments({ limit: 1, where: {} }), "limit: 1, where: {}");
 * ```
 */
export function renderArguments(args: Arguments, field = "arguments"): string {
  return renderMembers(args, field).join(", ");
}
