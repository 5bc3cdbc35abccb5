// Its modules, for Deno takes four times as long to load what is written for Node.
// @ts-types="json-p3"
import { JSONPathEnvironment, JSONPathError, type JSONPathNode } from "json-p3/dist/json-p3.esm.js";
import { type JsonValue, NumberText } from "../core/json.ts";
import { plainPath } from "./plain_path.ts";

type Json = Parameters<ReturnType<JSONPathEnvironment["compile"]>["query"]>[0];

/** A compiled JSONPath. */
export interface JsonPath {
  /** As written. */
  readonly text: string;
  /** Whether it can match one value at most. */
  readonly singular: boolean;
  /** The values it matches, in document order. */
  readonly values: (root: JsonValue) => JsonValue[];
  /** Where those values are: the keys and indexes from the root. */
  readonly locations: (root: JsonValue) => (readonly (string | number)[])[];
  /** The path to what holds the value; `undefined` for `$` and for paths to many values. */
  readonly parent: JsonPath | undefined;
}

const environment = new JSONPathEnvironment({ maxRecursionDepth: 1000 });
const compiled = new Map<string, JsonPath>();

/** A number kept as text is one value, though it is an object to the library. */
function insideNumber(node: JSONPathNode): boolean {
  let at: unknown = node.root;
  for (const step of node.location) {
    if (at instanceof NumberText) return true;
    at = (at as Record<string | number, unknown>)[step];
  }
  return false;
}

/**
 * Compiles a JSONPath, once for each text.
 *
 * Source: RFC 9535.
 *
 * @param text Such as `$.data.flow[*].id`.
 * @returns The path.
 * @throws {SyntaxError} When the text is no JSONPath.
 *
 * @example What it matches
 * ```ts
 * import { jsonPath } from "./json_path.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(jsonPath("$..id").values({ flow: [{ id: "a" }, { id: "b" }] }), ["a", "b"]);
 * assertEquals(jsonPath("$.flow[0].id").parent?.text, "$.flow[0]");
 * ```
 */
export function jsonPath(text: string): JsonPath {
  const known = compiled.get(text);
  if (known) return known;
  const path = compile(text);
  compiled.set(text, path);
  return path;
}

function compile(text: string): JsonPath {
  const plain = plainPath(text);
  if (!plain) return compileAny(text);
  const { singular, parentText } = plain;
  return {
    text,
    singular,
    values: (root) => plain.values(root),
    locations: (root) => compileAny(text).locations(root),
    parent: parentText === undefined ? undefined : jsonPath(parentText),
  };
}

function compileAny(text: string): JsonPath {
  try {
    const query = environment.compile(text);
    const singular = query.singularQuery();
    const nodes = (root: JsonValue) => query.query(root as Json).nodes.filter((node) => !insideNumber(node));
    const above = query.segments.slice(0, -1).map((segment) => segment.toString()).join("");
    return {
      text,
      singular,
      values: (root) => nodes(root).map((node) => node.value as JsonValue),
      locations: (root) => nodes(root).map((node) => node.location),
      parent: singular && query.segments.length > 0 ? jsonPath(`$${above}`) : undefined,
    };
  } catch (error) {
    if (error instanceof JSONPathError) throw new SyntaxError(`"${text}" is no JSONPath, ${error.message}`);
    throw error;
  }
}
