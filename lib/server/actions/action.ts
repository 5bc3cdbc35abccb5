import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { Principal } from "../access/principal.ts";
import type { Transaction } from "../store/store.ts";

/** What an action works with. */
export interface ActionContext {
  readonly transaction: Transaction;
  readonly principal: Principal;
  /** The request's headers: some mutations read `X-PREFECT-AGENT-ID`. */
  readonly headers: Headers;
}

/**
 * A mutation or a service query: from coerced arguments to the payload that the selection is read from. Throws
 * `ApiError` to refuse; whatever was written is undone.
 */
export type Action = (context: ActionContext, args: JsonObject) => Promise<JsonValue>;

/** Actions by the name of their root field. */
export type Actions = Readonly<Record<string, Action>>;
