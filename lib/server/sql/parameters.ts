import { type JsonValue, NumberText } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ColumnType } from "../model/model.ts";
import type { SqlValue } from "../model/row.ts";
import type { Bind, Inputs } from "../plan/plan.ts";
import { parseArrayLiteral } from "./array_literal.ts";
import { encode } from "./codec.ts";
import type { Dialect } from "./dialect.ts";
import { checkLike, regexExpression, similarExpression } from "./patterns.ts";

const INT_MAX = 2147483647;

function refuseWindow(expected: string, found: string, path: string): never {
  const message = `expected a ${expected} for type "Int", but found ${found}`;
  throw new ApiError(message, { code: "validation-failed", enginePath: path });
}

/** `limit` and `offset`: Hasura's own checks come before the database's (`reference/hasura.md` §5). */
function windowValue(form: "limit" | "offset", value: JsonValue, path: string): number {
  const number = value instanceof NumberText ? Number(value.text) : Number(value);
  if (!Number.isInteger(number)) refuseWindow("non-negative 32-bit integer", "a number", path);
  if (form === "limit" && (number < 0 || number > INT_MAX)) {
    refuseWindow("non-negative 32-bit integer", "an integer", path);
  }
  if (number < 0) {
    throw new ApiError("OFFSET must not be negative", { code: "data-exception", enginePath: "$" });
  }
  return number;
}

/** As deep as the function of Prefect Server goes, at most. Source: `reference/prefect-api.md` §5.3. */
const MOST_DEPTH = 50;

function depthValue(value: JsonValue): number {
  const depth = encode("Int", value);
  return depth === null ? MOST_DEPTH : Math.min(Number(depth), MOST_DEPTH);
}

/** `a.b[0]`, `$.a`, `["odd key"]` as keys and positions. */
function jsonSteps(text: string, path: string): string[] {
  const step = /\.?([A-Za-z0-9_-]+)|\[(\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]/y;
  const steps: string[] = [];
  let position = text.startsWith("$") ? 1 : 0;
  while (position < text.length) {
    step.lastIndex = position;
    const found = step.exec(text);
    if (!found) {
      const message =
        `parse json path error: ${text}. Accept letters, digits, underscore (_) or hyphen (-) only. ` +
        'Use quotes enclosed in bracket (["..."]) if there is any special character';
      throw new ApiError(message, { code: "validation-failed", enginePath: path });
    }
    steps.push(found[1] ?? found[2] ?? found[3] ?? found[4]!);
    position = step.lastIndex;
  }
  return steps;
}

function itemsOf(values: JsonValue): JsonValue[] {
  return Array.isArray(values) ? values : [values];
}

/**
 * The value that a request binds to a placeholder.
 *
 * @param bind Where to find it and in which form the database wants it.
 * @param options Variables and principal of the request, and the dialect of the database.
 * @returns The value.
 * @throws {ApiError} For what PostgreSQL or Hasura would refuse, in their words.
 */
export function parameter(
  bind: Bind,
  { inputs, dialect }: { readonly inputs: Inputs; readonly dialect: Dialect },
): SqlValue {
  const value = bind.read(inputs);
  const { form, path } = bind;
  const stored = (type: ColumnType, one: JsonValue) => dialect.value(type, encode(type, one));
  switch (form.as) {
    case "value":
      return stored(form.type, value);
    case "list":
      return dialect.list(itemsOf(value).map((one) => stored(form.type, one)));
    case "id array": {
      const texts = value === null ? [] : parseArrayLiteral(String(encode("String", value)));
      return dialect.list(texts.map((one) => stored("uuid", one)));
    }
    case "depth":
      return depthValue(value);
    case "limit":
    case "offset":
      return windowValue(form.as, value, path);
    case "json path":
      return dialect.path(jsonSteps(String(value), path));
    case "json steps":
      return JSON.stringify(jsonSteps(String(value), path));
    case "like": {
      const pattern = String(encode("String", value));
      checkLike(pattern);
      return dialect.like(pattern, form.insensitive);
    }
    case "similar": {
      const pattern = String(encode("String", value));
      return dialect.similar(pattern, similarExpression(pattern));
    }
    case "regex": {
      const pattern = String(encode("String", value));
      return dialect.regex(pattern, regexExpression(pattern, form.insensitive));
    }
    case "key":
      return encode("String", value);
    case "keys":
      return dialect.list(itemsOf(value).map((one) => encode("String", one)));
  }
}
