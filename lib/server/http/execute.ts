import { GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from "graphql";
import type { JsonObject } from "../../core/json.ts";
import { isOpenField } from "../access/open_fields.ts";
import { authorize } from "../access/permissions.ts";
import { NOBODY, type Principal } from "../access/principal.ts";
import type { ActionContext, Actions } from "../actions/action.ts";
import { ApiError } from "../model/api_error.ts";
import type { Inputs } from "../plan/plan.ts";
import { coerceVariables } from "../plan/variables.ts";
import { parameter } from "../sql/parameters.ts";
import type { Store } from "../store/store.ts";
import { type Answer, fieldError, refusal } from "./answer.ts";
import type { Documents, ValidDocument } from "./documents.ts";
import { payloadText } from "./payload.ts";
import { type PreparedField, prepareOperation } from "./prepare.ts";
import { serviceArguments } from "./service_arguments.ts";

/** What operations are executed with. */
export interface Service extends Pick<ActionContext, "accessTokens" | "issuer"> {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly actions: Actions;
  readonly store: Store;
  /** Told about faults that clients are not told about. */
  readonly onFault: (fault: unknown) => void;
}

/** One operation as it was sent. */
export interface OperationRequest {
  readonly query: string;
  readonly variables: JsonObject;
  readonly operationName: string | null;
}

/** Who sends it, and how. */
export interface Sender {
  /** The principal, or why there is none. */
  readonly principal: Principal | ApiError;
  readonly headers: Headers;
  /** The time to judge every expiry by, in milliseconds since 1970. */
  readonly now: number;
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
  service: Service,
  from: { readonly document: ValidDocument; readonly operation: OperationDefinitionNode },
  request: { readonly variables: JsonObject; readonly shape: string; readonly isOpen: boolean },
): PreparedField[] {
  let plans = PLANS.get(from.operation);
  if (!plans) PLANS.set(from.operation, plans = new Map());
  const visibility = request.isOpen ? "open" : "scoped";
  const key = `${visibility} ${request.shape}`;
  let prepared = plans.get(key);
  if (!prepared) {
    prepared = prepareOperation(service.schema, from, { variables: request.variables, visibility });
    if (plans.size >= PLANS_PER_OPERATION) plans.clear();
    plans.set(key, prepared);
  }
  return prepared;
}

/** Answers one root field with JSON text. */
async function answerField(
  service: Service,
  { field, preparation }: PreparedField,
  request: { readonly inputs: Inputs; readonly sender: Sender; readonly document: ValidDocument },
): Promise<string> {
  const { inputs, sender: { headers, now }, document } = request;
  switch (preparation.kind) {
    case "text":
      return preparation.text;
    case "introspection":
      return preparation.answer(inputs.variables);
    case "refused":
      throw preparation.error;
    case "query": {
      authorize(inputs.principal, field.name);
      for (const table of preparation.tables) authorize(inputs.principal, table);
      const { sql, binds } = preparation.query;
      return await service.store.json(sql, binds.map((bind) => parameter(bind, inputs)));
    }
    case "action": {
      authorize(inputs.principal, field.name);
      const { definition } = preparation;
      const args = serviceArguments(field, definition, { variables: inputs.variables });
      const { accessTokens, issuer } = service;
      const { principal } = inputs;
      const payload = await service.store.transaction((transaction) =>
        service.actions[field.name]!({ transaction, principal, headers, now, accessTokens, issuer }, args)
      );
      const context = { fragments: document.fragments, variables: inputs.variables };
      return payloadText(payload, field, { type: definition.type, context });
    }
  }
}

/** The root fields, one after the other: each is a statement or a transaction of its own. */
async function answerFields(
  service: Service,
  fields: readonly PreparedField[],
  request: { readonly sender: Sender; readonly document: ValidDocument; readonly variables: JsonObject },
): Promise<string> {
  const { sender, document, variables } = request;
  const { principal } = sender;
  const parts: string[] = [];
  const errors: string[] = [];
  let lost = false;
  for (const prepared of fields) {
    const { field, nullable } = prepared;
    try {
      if (principal instanceof ApiError && !isOpenField(field.name)) throw principal;
      const inputs = { variables, principal: principal instanceof ApiError ? NOBODY : principal };
      parts.push(`"${field.key}":${await answerField(service, prepared, { inputs, sender, document })}`);
    } catch (error) {
      if (!(error instanceof ApiError)) service.onFault(error);
      errors.push(fieldError(error, { key: field.key, node: field.node }));
      parts.push(`"${field.key}":null`);
      lost ||= !nullable;
    }
  }
  const data = lost ? "null" : `{${parts.join(",")}}`;
  return errors.length === 0 ? `{"data":${data}}` : `{"errors":[${errors.join(",")}],"data":${data}}`;
}

/**
 * Executes one operation: document → operation → variables → plan → statements → text.
 *
 * The JSON that the database builds is spliced into the answer unread.
 *
 * Source: `reference/prefect-api.md` §1.1 (no transaction spans root fields), §1.2, §7.
 *
 * @param service The backend.
 * @param request What was asked.
 * @param options The sender: who asks, with which headers, and when.
 * @returns The answer; bad input is an answer too.
 */
export async function execute(
  service: Service,
  request: OperationRequest,
  { principal, headers, now }: Sender,
): Promise<Answer> {
  const document = service.documents.get(request.query);
  if (document.kind === "invalid") return refusal(document.errors, document.code);
  const operation = chooseOperation(document, request.operationName);
  if (operation instanceof GraphQLError) return refusal([operation], "INTERNAL_SERVER_ERROR");
  if (operation.operation === "subscription") {
    return refusal(
      [new GraphQLError("Schema is not configured for subscriptions.")],
      "INTERNAL_SERVER_ERROR",
    );
  }
  const variables = coerceVariables(service.schema, operation, { given: request.variables });
  if (variables.errors.length > 0) return refusal(variables.errors, "INTERNAL_SERVER_ERROR");
  const isOpen = !(principal instanceof ApiError) && principal.kind === "open";
  const { values, shape } = variables;
  const fields = preparedFields(service, { document, operation }, { variables: values, shape, isOpen });
  return {
    status: 200,
    text: await answerFields(service, fields, {
      sender: { principal, headers, now },
      document,
      variables: values,
    }),
  };
}
