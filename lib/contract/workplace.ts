import type { Answer } from "./answer.ts";
import type { Failure } from "./run_events.ts";
import type { Scope } from "./scope.ts";
import type { Setup, Step } from "./suite.ts";
import type { Role } from "./wire_request.ts";

/** A step that was done. */
export interface Exchange {
  /** What came back. */
  readonly answer: Answer;
  /** What did not hold; empty when all did. */
  readonly failures: readonly Failure[];
  /** How long the answer took. */
  readonly milliseconds: number;
}

/** Who does a step, with which names, and what for. */
export interface ExchangeContext {
  /** The sender, if the step names none. */
  readonly as: string;
  /** To fill names from and to capture into. */
  readonly scope: Scope;
  /** What the request is part of. */
  readonly role: Role;
}

/** Where steps are done: what setups and principals need to know of a session. */
export interface Workplace {
  /** The names known in every recipe and case. */
  readonly scope: Scope;
  /** By name. */
  readonly setups: ReadonlyMap<string, Setup>;
  /** Does one step. */
  readonly exchange: (step: Step, context: ExchangeContext) => Promise<Exchange>;
}
