import type { GraphQLField, OperationDefinitionNode } from "graphql";
import { Kind } from "graphql/language/kinds.mjs";
import { isNonNullType } from "graphql/type/definition.mjs";
import type { JsonObject } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import { compileRoot, rootTable } from "../plan/compile.ts";
import type { Variables } from "../plan/input.ts";
import { TableAccess, type Visibility } from "../plan/row_rules.ts";
import { type SelectedField, selectedFields } from "../plan/selection.ts";
import type { LazySchema } from "../schema/lazy_schema.ts";
import type { PreparedRead, Store } from "../store/store.ts";
import type { ValidDocument } from "./documents.ts";

/** How a root field is answered. */
export type Preparation =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "introspection"; answer(variables: Variables): Promise<string> }
  | { readonly kind: "query"; readonly read: PreparedRead; readonly tables: readonly string[] }
  | { readonly kind: "service query" | "action"; readonly definition: GraphQLField<unknown, unknown> }
  | { readonly kind: "refused"; readonly error: ApiError };

/** A root field that is ready to be answered, for every request with variables of the same shape. */
export interface PreparedField {
  readonly field: SelectedField;
  readonly nullable: boolean;
  readonly preparation: Preparation;
}

/** `__schema` or `__type`, answered by the library from the schema alone. */
function introspection(
  schema: LazySchema,
  field: SelectedField,
  from: { readonly document: ValidDocument; readonly operation: OperationDefinitionNode },
): Preparation {
  const selections = field.selections.flatMap((set) => set.selections);
  const node = { ...field.node, selectionSet: { kind: Kind.SELECTION_SET, selections } } as const;
  const operation = {
    ...from.operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [node] },
  } as const;
  const document = {
    kind: Kind.DOCUMENT,
    definitions: [operation, ...from.document.fragments.values()],
  } as const;
  return {
    kind: "introspection",
    answer: async (variables) => {
      const { executeSync } = await import("graphql/execution/execute.mjs");
      const result = executeSync({
        schema: await schema.whole(),
        document,
        variableValues: { ...variables },
      });
      return JSON.stringify((result.data as JsonObject | null)?.[field.key] ?? null);
    },
  };
}

/**
 * Prepares the root fields of an operation: plans them and lets the store make the plans ready.
 *
 * @param schema Of the backend.
 * @param from The document and the operation of it.
 * @param options The variables of this request, which stand for all of their shape, whether rows are filtered, and who reads.
 * @returns The fields in the order of the response.
 */
export function prepareOperation(
  schema: LazySchema,
  from: { readonly document: ValidDocument; readonly operation: OperationDefinitionNode },
  options: {
    readonly variables: Variables;
    readonly visibility: Visibility;
    readonly store: Pick<Store, "prepare">;
  },
): PreparedField[] {
  const { variables, visibility, store } = options;
  const isMutation = from.operation.operation === "mutation";
  const root = schema.getRootType(from.operation.operation)!;
  const context = { fragments: from.document.fragments, variables };

  const prepare = (field: SelectedField): Preparation => {
    if (field.name === "__typename") return { kind: "text", text: JSON.stringify(root.name) };
    if (field.name.startsWith("__")) return introspection(schema, field, from);
    const definition = root.getFields()[field.name]!;
    if (isMutation) return { kind: "action", definition };
    if (!rootTable(field.name)) return { kind: "service query", definition };
    const access = new TableAccess(visibility);
    try {
      const plan = compileRoot(field, { ...context, access });
      return { kind: "query", read: store.prepare(plan), tables: [...access.tables] };
    } catch (error) {
      if (error instanceof ApiError) return { kind: "refused", error };
      throw error;
    }
  };

  return selectedFields([from.operation.selectionSet], context).map((field) => {
    const type = root.getFields()[field.name]?.type;
    return { field, nullable: !isNonNullType(type), preparation: prepare(field) };
  });
}
