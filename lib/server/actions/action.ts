import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { AccessTokens } from "../access/access_tokens.ts";
import type { Issuer } from "../access/id_token.ts";
import type { Principal } from "../access/principal.ts";
import type { Reader, Transaction } from "../store/store.ts";
import type { CallHook, StateEvent } from "./state_event.ts";

/** What a service query works with: it reads, and keeps nobody from writing. */
export interface QueryContext {
  readonly transaction: Reader;
  readonly principal: Principal;
}

/** A query that is no table: from coerced arguments to the payload. Throws `ApiError` to refuse. */
export type ServiceQuery = (context: QueryContext, args: JsonObject) => Promise<JsonValue>;

/** Service queries by the name of their root field. */
export type ServiceQueries = Readonly<Record<string, ServiceQuery>>;

/** What an action works with. */
export interface ActionContext extends QueryContext {
  readonly transaction: Transaction;
  /** The request's headers: some mutations read `X-PREFECT-AGENT-ID`. */
  readonly headers: Headers;
  /** The time to judge every expiry by, in milliseconds since 1970. */
  readonly now: number;
  readonly accessTokens: AccessTokens;
  /** Whose id tokens `log_in` accepts; `undefined` for nobody's. */
  readonly issuer: Issuer | undefined;
  /** Takes what cloud hooks are to be told; whoever runs the action passes it on after the commit. */
  readonly events: StateEvent[];
  /** Calls a cloud hook, for those who ask for nothing else; after the commit only. */
  readonly callHook: CallHook;
}

/** What is left of an action when its transaction is committed: waiting for others keeps no one from writing then. */
export type AfterCommit = () => Promise<JsonValue>;

/**
 * A mutation: from coerced arguments to the payload that the selection is read from. Throws `ApiError` to refuse;
 * whatever was written is undone.
 */
export type Action = (context: ActionContext, args: JsonObject) => Promise<JsonValue | AfterCommit>;

/** Actions by the name of their root field. */
export type Actions = Readonly<Record<string, Action>>;
