/**
 * What a recording holds: what was asked in a run and what was answered, and nothing that changes from run to run
 * without a reason: keys, the run's name and the ids it made up are stand-ins, see `stand_ins.ts`.
 *
 * @module
 */

import type { JsonValue } from "../../core/json.ts";
import type { Backend } from "../suite.ts";
import type { Role } from "../wire_request.ts";

/** A body: JSON where writing it again gives the same text, else the text, else the bytes. */
export type RecordedBody =
  | { readonly json: JsonValue }
  | { readonly text: string }
  | { readonly base64: string };

/** A request; two are the same when all of this is. */
export interface RecordedRequest {
  readonly method: string;
  /** What is appended to the target's address. */
  readonly path: string;
  /** Each as `name: value`, in order. */
  readonly headers: readonly string[];
  readonly body?: RecordedBody;
}

/** What came back, or why nothing did. */
export type RecordedAnswer =
  | { readonly status: number; readonly headers: readonly string[]; readonly body?: RecordedBody }
  | { readonly error: string };

/** A request and its answer. */
export interface RecordedExchange {
  readonly role: Role;
  readonly request: RecordedRequest;
  readonly answer: RecordedAnswer;
}

/** A scene, see {@linkcode Scope}: its exchanges came one after the other. */
export interface Scene {
  /** Its name. */
  readonly scene: string;
  /** What its clock said when it began, in ISO 8601: what `${now}` stands for, where that is used. */
  readonly clock?: string;
  /** In order. */
  readonly exchanges: readonly RecordedExchange[];
}

/** A target, without its key. */
export interface RecordedTarget {
  readonly name: string;
  readonly url: string;
  readonly backend: Backend;
  readonly writable: boolean;
  /** Whether it wanted a key. */
  readonly keyed: boolean;
}

/** A whole run. */
export interface Recording {
  /** When it was made, in ISO 8601. */
  readonly recorded: string;
  /** One for each backend at most. */
  readonly targets: readonly RecordedTarget[];
  /** Of each backend, by name. */
  readonly scenes: ReadonlyMap<Backend, ReadonlyMap<string, Scene>>;
}
