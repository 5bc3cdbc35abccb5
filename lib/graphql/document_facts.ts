import type { DocumentNode, OperationDefinitionNode } from "graphql";
import { parse } from "graphql/language/parser.mjs";
import { DocumentError } from "./errors.ts";

/** What the client must know of a document before it sends it. */
export interface DocumentFacts {
  /** What the operation does. */
  readonly kind: OperationDefinitionNode["operation"];
  /** The names of the variables it declares, without `$`. */
  readonly variables: readonly string[];
  /** How many fields it has at its root; a fragment counts as one. */
  readonly rootFields: number;
}

function parseText(text: string): DocumentNode {
  try {
    return parse(text);
  } catch (error) {
    const fault = error as { message: string; locations?: readonly { line: number; column: number }[] };
    const { line, column } = fault.locations?.[0] ?? { line: 1, column: 1 };
    throw new DocumentError(`Cannot parse the document, line ${line}, column ${column}: ${fault.message}`, {
      cause: error,
    });
  }
}

/**
 * Reads what a document is about to do.
 *
 * @param text The document.
 * @param operationName Which operation; needed where the document has several.
 * @returns The kind of its operation, and what else says how it may be sent.
 * @throws {DocumentError} When it does not parse, or it is not clear which operation is meant.
 *
 * @example A mutation
 * ```ts
 * import { readDocument } from "./document_facts.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { kind, rootFields } = readDocument("mutation { a b }");
 * assertEquals([kind, rootFields], ["mutation", 2]);
 * ```
 */
export function readDocument(text: string, operationName?: string): DocumentFacts {
  const parsed = parseText(text);
  const operations = parsed.definitions.filter((each) => each.kind === "OperationDefinition");
  const named = operationName === undefined
    ? operations
    : operations.filter(({ name }) => name?.value === operationName);
  const [operation] = named;
  if (operation === undefined || named.length > 1) {
    const names = operations.map(({ name }) => `"${name?.value ?? ""}"`).join(", ");
    throw new DocumentError(
      `Cannot choose the operation ${JSON.stringify(operationName ?? "")}: expected the name of one of ${
        names || "none"
      }`,
    );
  }
  return {
    kind: operation.operation,
    variables: (operation.variableDefinitions ?? []).map((each) => each.variable.name.value),
    rootFields: operation.selectionSet.selections.length,
  };
}
