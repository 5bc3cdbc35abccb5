import { FixtureError } from "../core/errors.ts";
import { isJsonObject, type JsonValue, parseJson } from "../core/json.ts";
import { Secret } from "../core/secret.ts";

/** Gives the value of a name; `undefined` when it has none. */
export type Lookup = (name: string) => JsonValue | Secret | undefined;

/** A name in a template has no value now. */
export class UnknownNameError extends FixtureError {
  /** @param unknown The name. */
  constructor(readonly unknown: string) {
    super(`Fill in "\${${unknown}}" failed: no value, the step that should capture it did not`);
  }
}

/** Something that becomes a value when the names in it have values. */
export interface Template<T> {
  /** The names it needs. */
  readonly names: readonly string[];
  /**
   * Fills the names in. Secrets come out in the clear: the result goes to the transport or to a comparison, and
   * through the {@linkcode Redactor} before anyone reads it.
   *
   * @throws {UnknownNameError} When a name has no value.
   */
  readonly fill: (lookup: Lookup) => T;
}

const NAME_REGEXP = /\$(\$?)\{([^{}]*)\}/g;
const VALID_NAME_REGEXP = /^[A-Za-z][\w.+-]*$/;

function valueOf(name: string, lookup: Lookup): JsonValue {
  const value = lookup(name);
  if (value === undefined) throw new UnknownNameError(name);
  return value instanceof Secret ? value.reveal() : value;
}

function asText(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * A template that is the same whatever the names hold.
 *
 * @param value What it gives.
 * @returns The template.
 *
 * @example A constant
 * ```ts
 * import { constant } from "./template.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(constant(7).fill(() => undefined), 7);
 * ```
 */
export function constant<T>(value: T): Template<T> {
  return { names: [], fill: () => value };
}

/**
 * Compiles text with `${name}` in it; `$${` stands for `${`.
 *
 * @param text The text.
 * @returns A template of text.
 * @throws {SyntaxError} When what stands between the braces cannot be a name.
 *
 * @example Names and an escape
 * ```ts
 * import { textTemplate } from "./template.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const template = textTemplate("id=${id} $${id}");
 * assertEquals(template.names, ["id"]);
 * assertEquals(template.fill(() => 7), "id=7 ${id}");
 * ```
 */
export function textTemplate(text: string): Template<string> {
  if (!text.includes("${")) return constant(text);
  const names: string[] = [];
  for (const [, escape, name = ""] of text.matchAll(NAME_REGEXP)) {
    if (escape) continue;
    if (!VALID_NAME_REGEXP.test(name)) {
      throw new SyntaxError(`"\${${name}}" is no name, write "$\${" for the text`);
    }
    names.push(name);
  }
  return {
    names,
    fill: (lookup) =>
      text.replace(NAME_REGEXP, (whole: string, escape: string, name: string) => {
        return escape ? whole.slice(1) : asText(valueOf(name, lookup));
      }),
  };
}

/** Text whose meaning is known once its names are: at once when it has none, so that a mistake in it is the file's. */
function meaningTemplate<T>(text: string, read: (text: string) => T): Template<T> {
  const { names, fill } = textTemplate(text);
  if (names.length === 0) return constant(read(fill(() => undefined)));
  return { names, fill: (lookup) => read(fill(lookup)) };
}

/**
 * Compiles JSON text with names in it.
 *
 * @param text The text.
 * @returns A template of the value, no digit lost.
 * @throws {SyntaxError} As {@linkcode textTemplate}, and when text without names is not JSON.
 *
 * @example A name inside JSON
 * ```ts
 * import { jsonTemplate } from "./template.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(jsonTemplate('{ "id": "${id}" }').fill(() => 7), { id: "7" });
 * ```
 */
export function jsonTemplate(text: string): Template<JsonValue> {
  return meaningTemplate(text, parseJson);
}

/**
 * Compiles a regular expression with names in it.
 *
 * @param text The expression; what a name gives is part of it, not quoted.
 * @returns A template of the expression, with flag `u`.
 * @throws {SyntaxError} As {@linkcode textTemplate}, and when text without names is no regular expression.
 *
 * @example A name inside an expression
 * ```ts
 * import { patternTemplate } from "./template.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(patternTemplate("^${id}$").fill(() => 7), /^7$/u);
 * ```
 */
export function patternTemplate(text: string): Template<RegExp> {
  return meaningTemplate(text, (filled) => new RegExp(filled, "u"));
}

/** Text that is one template and nothing else keeps the type of its value. */
function stringTemplate(text: string): Template<JsonValue> {
  const template = textTemplate(text);
  const [name] = template.names;
  if (name === undefined || text !== `\${${name}}`) return template;
  return { names: template.names, fill: (lookup) => valueOf(name, lookup) };
}

/**
 * Compiles a value whose strings, at any depth, may be templates.
 *
 * @param value Any JSON value.
 * @returns A template of the value; it is the value itself when nothing in it is a template.
 * @throws {SyntaxError} As {@linkcode textTemplate}.
 *
 * @example The type survives
 * ```ts
 * import { valueTemplate } from "./template.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(valueTemplate({ version: "${v}", note: "v${v}" }).fill(() => 2), { version: 2, note: "v2" });
 * ```
 */
export function valueTemplate(value: JsonValue): Template<JsonValue> {
  if (typeof value === "string") return stringTemplate(value);
  if (Array.isArray(value)) return combine(value.map(valueTemplate), value);
  if (!isJsonObject(value)) return constant(value);
  const keys = Object.keys(value);
  const parts = combine(Object.values(value).map(valueTemplate), Object.values(value));
  if (parts.names.length === 0) return constant(value);
  return {
    names: parts.names,
    fill: (lookup) => {
      const filled = parts.fill(lookup);
      return Object.fromEntries(keys.map((key, index) => [key, filled[index]!]));
    },
  };
}

/** Several templates as one of the list of their values; constant when all are. */
function combine(parts: readonly Template<JsonValue>[], constants: JsonValue[]): Template<JsonValue[]> {
  const names = parts.flatMap((part) => part.names);
  if (names.length === 0) return constant(constants);
  return { names, fill: (lookup) => parts.map((part) => part.fill(lookup)) };
}
