import { type JsonValue, NumberText } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { SqlValue } from "../model/row.ts";
import type { Bind, Inputs } from "../plan/plan.ts";
import { encode } from "./codec.ts";
import { likeExpression, likeGlob, regexExpression, similarExpression } from "./patterns.ts";

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

/** `a.b[0]`, `$.a`, `["odd key"]` as SQLite writes a path. */
function jsonPath(text: string, path: string): string {
  const step = /\.?([A-Za-z0-9_-]+)|\[(\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]/y;
  let written = "$";
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
    const key = found[1] ?? found[3] ?? found[4];
    written += found[2] !== undefined ? `[${found[2]}]` : `."${key}"`;
    position = step.lastIndex;
  }
  return written;
}

function listValue(values: JsonValue, each: (value: JsonValue) => SqlValue): string {
  return JSON.stringify((Array.isArray(values) ? values : [values]).map(each));
}

/**
 * The value that a request binds to a placeholder.
 *
 * @param bind Where to find it and in which form the database wants it.
 * @param inputs Variables and principal of the request.
 * @returns The value.
 * @throws {ApiError} For what PostgreSQL or Hasura would refuse, in their words.
 */
export function parameter(bind: Bind, inputs: Inputs): SqlValue {
  const value = bind.read(inputs);
  const { form, path } = bind;
  switch (form.as) {
    case "value":
      return encode(form.type, value);
    case "list":
      return listValue(value, (one) => encode(form.type, one));
    case "limit":
    case "offset":
      return windowValue(form.as, value, path);
    case "json path":
      return jsonPath(String(value), path);
    case "like":
      return form.insensitive
        ? likeExpression(String(encode("String", value)))
        : likeGlob(String(encode("String", value)));
    case "similar":
      return similarExpression(String(encode("String", value)));
    case "regex":
      return regexExpression(String(encode("String", value)), form.insensitive);
    case "key":
      return encode("String", value);
    case "keys":
      return listValue(value, (one) => encode("String", one));
  }
}
