import type { OperationDefinitionNode } from "graphql";
import { GraphQLError } from "graphql/error/GraphQLError.mjs";
import type { JsonObject } from "../../core/json.ts";
import type { Visibility } from "../plan/row_rules.ts";
import { coerceVariables } from "../plan/variables.ts";
import type { LazySchema } from "../schema/lazy_schema.ts";
import type { Store } from "../store/store.ts";
import { type Answer, refusal } from "./answer.ts";
import type { Documents, ValidDocument } from "./documents.ts";
import { type PreparedField, prepareOperation } from "./prepare.ts";

/** One operation as it was sent. */
export interface OperationRequest {
  readonly query: string;
  readonly variables: JsonObject;
  readonly operationName: string | null;
}

/** What operations are made ready with. */
export interface Preparing {
  readonly schema: LazySchema;
  readonly documents: Documents;
  readonly store: Pick<Store, "prepare">;
  /** Whether rows are filtered by who asks. */
  readonly visibility: Visibility;
}

/** An operation that can be answered, for everybody who sends the very same. */
export interface ReadyOperation {
  readonly kind: "ready";
  readonly document: ValidDocument;
  /** The values of the request. */
  readonly variables: JsonObject;
  readonly fields: readonly PreparedField[];
  /** Whether it changes nothing. */
  readonly isQuery: boolean;
}

/** Plans of an operation by visibility and shape of the variables; they go when the document goes. */
const PLANS = new WeakMap<OperationDefinitionNode, Map<string, PreparedField[]>>();
const PLANS_PER_OPERATION = 100;

function chooseOperation(
  document: ValidDocument,
  name: string | null,
): OperationDefinitionNode | GraphQLError {
  const { operations } = document;
  if (name === null || name === "") {
    if (operations.length === 1) return operations[0]!;
    return new GraphQLError(
      operations.length === 0
        ? "Must provide an operation."
        : "Must provide operation name if query contains multiple operations.",
    );
  }
  const named = operations.find((operation) => operation.name?.value === name);
  return named ?? new GraphQLError(`Unknown operation named "${name}".`);
}

function preparedFields(
  { schema, store, visibility }: Preparing,
  from: { readonly document: ValidDocument; readonly operation: OperationDefinitionNode },
  { variables, shape }: { readonly variables: JsonObject; readonly shape: string },
): readonly PreparedField[] {
  let plans = PLANS.get(from.operation);
  if (!plans) PLANS.set(from.operation, plans = new Map());
  const key = `${visibility} ${shape}`;
  let prepared = plans.get(key);
  if (!prepared) {
    prepared = prepareOperation(schema, from, { variables, visibility, store });
    if (plans.size >= PLANS_PER_OPERATION) plans.clear();
    plans.set(key, prepared);
  }
  return prepared;
}

function refused(
  errors: readonly GraphQLError[],
  code = "INTERNAL_SERVER_ERROR",
): { readonly kind: "refused"; readonly answer: Answer } {
  return { kind: "refused", answer: refusal(errors, code) };
}

/**
 * Makes an operation ready to be answered: document → operation → variables → plan. Nothing is asked of the database.
 *
 * Source: `reference/prefect-api.md` §1.2, §7.
 *
 * @param preparing The schema, the documents that are known, the store that is to be asked, and whether it filters.
 * @param request What was sent.
 * @returns The operation, or the answer to what is none.
 *
 * @example A document that nobody can read
 * ```ts
 * import { makeSchema } from "../schema/schema.ts";
 * import { openSqlite } from "../store/sqlite.ts";
 * import { Documents } from "./documents.ts";
 * import { readyOperation } from "./ready_operation.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const schema = makeSchema("server");
 * const store = openSqlite(":memory:");
 * const documents = new Documents(schema, { depth: 7, tokens: 1000 });
 * const request = { query: "{", variables: {}, operationName: null };
 * const ready = await readyOperation({ schema, documents, store, visibility: "open" }, request);
 * assertEquals(ready.kind, "refused");
 * await store.close();
 * ```
 */
export async function readyOperation(
  preparing: Preparing,
  request: OperationRequest,
): Promise<ReadyOperation | { readonly kind: "refused"; readonly answer: Answer }> {
  const document = await preparing.documents.get(request.query);
  if (document.kind === "invalid") return refused(document.errors, document.code);
  const operation = chooseOperation(document, request.operationName);
  if (operation instanceof GraphQLError) return refused([operation]);
  if (operation.operation === "subscription") {
    return refused([new GraphQLError("Schema is not configured for subscriptions.")]);
  }
  const coerced = coerceVariables(preparing.schema, operation, { given: request.variables });
  if (coerced.errors.length > 0) return refused(coerced.errors);
  const { values: variables, shape } = coerced;
  const fields = preparedFields(preparing, { document, operation }, { variables, shape });
  return { kind: "ready", document, variables, fields, isQuery: operation.operation === "query" };
}
