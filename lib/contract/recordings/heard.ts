/**
 * A run as it was heard, with all its secrets: never to be written.
 *
 * @module
 */

import type { WireAnswer } from "../wire_answer.ts";
import type { Role, WireRequest } from "../wire_request.ts";

/** What came back, or why nothing did. */
export type HeardAnswer = WireAnswer | { readonly error: string };

/** A request and its answer. */
export interface HeardExchange {
  /** How many requests went out before it in the run. */
  readonly place: number;
  /** What it was part of. */
  readonly role: Role;
  /** The request. */
  readonly request: WireRequest;
  /** What came of it. */
  answer: HeardAnswer;
}

/** A scene. */
export interface HeardScene {
  /** What its clock said, in milliseconds since 1970, if anyone wanted to know. */
  clock?: number;
  /** The ids it made up. */
  readonly uuids: string[];
  /** In order. */
  readonly exchanges: HeardExchange[];
}
