import type { GraphQLField } from "graphql";
import type { JsonObject, JsonValue } from "../../core/json.ts";
import { isOpenField } from "../access/open_fields.ts";
import { authorize } from "../access/permissions.ts";
import { NOBODY, type Principal } from "../access/principal.ts";
import type { ActionContext, Actions, QueryContext, ServiceQueries } from "../actions/action.ts";
import { SNAPSHOT_ACTIONS } from "../actions/snapshot_actions.ts";
import type { StateEvent } from "../actions/state_event.ts";
import { ApiError } from "../model/api_error.ts";
import { DatabaseFault } from "../model/database_fault.ts";
import type { Inputs } from "../plan/plan.ts";
import type { Store } from "../store/store.ts";
import { type Answer, fieldError } from "./answer.ts";
import type { ValidDocument } from "./documents.ts";
import type { Metrics } from "./metrics.ts";
import { payloadText } from "./payload.ts";
import type { SelectedField } from "../plan/selection.ts";
import type { PreparedField } from "./prepare.ts";
import {
  type OperationRequest,
  type Preparing,
  type ReadyOperation,
  readyOperation,
} from "./ready_operation.ts";
import { serviceArguments } from "./service_arguments.ts";

/** What operations are executed with. */
export interface Service extends Preparing, Pick<ActionContext, "accessTokens" | "issuer" | "callHook"> {
  /** What does mutations, loaded when it is asked for. */
  readonly actions: () => Promise<Actions>;
  /** What answers service queries, likewise. */
  readonly queries: () => Promise<ServiceQueries>;
  readonly store: Store;
  /** Told what has happened, after the commit; takes no time. */
  readonly onEvents: (events: readonly StateEvent[]) => void;
  /** Told about faults that clients are not told about. */
  readonly onFault: (fault: unknown) => void;
  readonly metrics: Metrics;
  /** Whether mutations are refused. */
  readonly isReadOnly: boolean;
}

/** Who sends it, and how. */
export interface Sender {
  /** The principal, or why there is none. */
  readonly principal: Principal | ApiError;
  readonly headers: Headers;
  /** The time to judge every expiry by, in milliseconds since 1970. */
  readonly now: number;
  /** Is aborted when the sender has gone away. */
  readonly signal?: () => AbortSignal;
}

/** Runs an action in a transaction of its own, and after the commit what is left of it. */
async function runAction(
  service: Service,
  name: string,
  { args, ...request }: Pick<ActionContext, "principal" | "headers" | "now"> & { readonly args: JsonObject },
): Promise<JsonValue> {
  const { accessTokens, issuer, callHook } = service;
  const action = (await service.actions())[name]!;
  const { result, events } = await service.store.transaction(async (transaction) => {
    const events: StateEvent[] = [];
    const context = { ...request, transaction, accessTokens, issuer, callHook, events };
    return { result: await action(context, args), events };
  }, { isolation: SNAPSHOT_ACTIONS.has(name) ? "snapshot" : "serializable" });
  if (events.length > 0) service.onEvents(events);
  return typeof result === "function" ? await result() : result;
}

async function runQuery(
  service: Service,
  name: string,
  { principal, args }: Pick<QueryContext, "principal"> & { readonly args: JsonObject },
): Promise<JsonValue> {
  const query = (await service.queries())[name]!;
  return await service.store.read((reader) => query({ transaction: reader, principal }, args));
}

/** What is known of a request when its root fields are answered. */
interface FieldRequest {
  readonly inputs: Inputs;
  readonly sender: Sender;
  readonly document: ValidDocument;
}

/** Answers a mutation or a service query. */
async function serve(
  service: Service,
  { field, kind, definition }: {
    readonly field: SelectedField;
    readonly kind: "service query" | "action";
    readonly definition: GraphQLField<unknown, unknown>;
  },
  { inputs: { principal, variables }, sender: { headers, now }, document }: FieldRequest,
): Promise<string> {
  const args = serviceArguments(field, definition, { variables });
  const payload = kind === "action"
    ? await runAction(service, field.name, { principal, headers, now, args })
    : await runQuery(service, field.name, { principal, args });
  const context = { fragments: document.fragments, variables };
  return payloadText(payload, field, { type: definition.type, context });
}

/** Answers one root field with JSON text, at once where nothing is to be waited for. */
function answerField(
  service: Service,
  { field, preparation }: PreparedField,
  request: FieldRequest,
): string | Promise<string> {
  const { inputs } = request;
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
      return preparation.read.json(inputs, request.sender);
    }
    case "service query":
    case "action":
      authorize(inputs.principal, field.name);
      if (preparation.kind === "action" && service.isReadOnly) {
        throw new ApiError("This server is read-only", { code: "FORBIDDEN" });
      }
      return serve(service, { field, ...preparation }, request);
  }
}

/** What the root fields of an operation have come to so far. */
class Answering {
  readonly #service: Service;
  readonly #fields: readonly PreparedField[];
  readonly #asked: FieldRequest;
  readonly #parts: string[] = [];
  readonly #errors: string[] = [];
  #isLost = false;

  constructor(
    { document, variables, fields }: ReadyOperation,
    { service, sender }: { readonly service: Service; readonly sender: Sender },
  ) {
    const { principal } = sender;
    const inputs = { variables, principal: principal instanceof ApiError ? NOBODY : principal };
    this.#service = service;
    this.#fields = fields;
    this.#asked = { inputs, sender, document };
  }

  /** One field after the other, each a statement or a transaction of its own, and a promise only where one is to be waited for. */
  from(position: number): Answer | Promise<Answer> {
    for (let next = position; next < this.#fields.length; next++) {
      const prepared = this.#fields[next]!;
      try {
        const text = this.#ask(prepared);
        if (typeof text !== "string") return this.#wait(text, next);
        this.#take(prepared, text);
      } catch (error) {
        this.#fail(prepared, error);
      }
    }
    return this.#answer();
  }

  async #wait(text: Promise<string>, position: number): Promise<Answer> {
    const prepared = this.#fields[position]!;
    try {
      this.#take(prepared, await text);
    } catch (error) {
      this.#fail(prepared, error);
    }
    return await this.from(position + 1);
  }

  #ask(prepared: PreparedField): string | Promise<string> {
    const { principal } = this.#asked.sender;
    if (principal instanceof ApiError && !isOpenField(prepared.field.name)) throw principal;
    return answerField(this.#service, prepared, this.#asked);
  }

  #take({ field }: PreparedField, text: string): void {
    this.#parts.push(`"${field.key}":${text}`);
    this.#service.metrics.field(field.name, false);
  }

  #fail({ field, nullable }: PreparedField, error: unknown): void {
    if (!(error instanceof ApiError) || error instanceof DatabaseFault) this.#service.onFault(error);
    this.#service.metrics.field(field.name, true);
    this.#errors.push(fieldError(error, { key: field.key, node: field.node }));
    this.#parts.push(`"${field.key}":null`);
    this.#isLost ||= !nullable;
  }

  #answer(): Answer {
    const data = this.#isLost ? "null" : `{${this.#parts.join(",")}}`;
    const errors = this.#errors.length === 0 ? "" : `"errors":[${this.#errors.join(",")}],`;
    return { status: 200, text: `{${errors}"data":${data}}` };
  }
}

/**
 * Answers an operation, each root field by a statement or an action.
 *
 * The JSON that the database builds is spliced into the answer unread.
 *
 * Source: `reference/prefect-api.md` §1.1 (no transaction spans root fields), §7.
 *
 * @param service The backend.
 * @param operation What was asked, made ready by the same backend.
 * @param options The sender: who asks, with which headers, and when.
 * @returns The answer, no promise where there was nothing to wait for; what goes wrong is in it.
 */
export function answerOperation(
  service: Service,
  operation: ReadyOperation,
  options: Sender,
): Answer | Promise<Answer> {
  return new Answering(operation, { service, sender: options }).from(0);
}

/**
 * Executes one operation: document → operation → variables → plan → statements → text.
 *
 * Source: `reference/prefect-api.md` §1.2, §7.
 *
 * @param service The backend.
 * @param request What was asked.
 * @param options The sender: who asks, with which headers, and when.
 * @returns The answer; bad input is an answer too.
 */
export async function execute(
  service: Service,
  request: OperationRequest,
  options: Sender,
): Promise<Answer> {
  const ready = await readyOperation(service, request);
  return ready.kind === "refused" ? ready.answer : await answerOperation(service, ready, options);
}
