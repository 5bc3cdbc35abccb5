import type { AnswerExcerpt } from "./answer_excerpt.ts";
import type { Backend, Level } from "./suite.ts";
import type { Secret } from "../core/secret.ts";

/** What is put to the test. */
export interface Target {
  /** How the user names it, such as `local` or a URL. */
  readonly name: string;
  /** Where it listens; requests append their path. */
  readonly url: string;
  /** Which of the two it is. */
  readonly backend: Backend;
  /** The key of its administrator; a server has none. */
  readonly key?: Secret;
  /** Whether the suite may change it. */
  readonly writable: boolean;
}

/** One check that did not hold; no text in it holds a secret. */
export interface Failure {
  /** `file:line` of the check. */
  readonly at: string;
  /** What would have held. */
  readonly expected: string;
  /** What came, short. */
  readonly got: string;
  /** Both as indented JSON, when what was compared is more than a word. */
  readonly compared?: { readonly expected: string; readonly got: string };
  /** The request, as a curl command. */
  readonly request: string;
  /** The author's words. */
  readonly note?: string;
}

/** How a case ended. */
export type Outcome = "pass" | "fail" | "error" | "skip" | "expected";

/** The end of one case on one target. */
export interface Verdict {
  /** With the row: `case-id[row]`. */
  readonly id: string;
  /** Where it ran. */
  readonly backend: Backend;
  /** The name of the target. */
  readonly target: string;
  /** The promise. */
  readonly title: string;
  /** The title of its file. */
  readonly convention: string;
  /** Statement ids. */
  readonly proves: readonly string[];
  /** How much it weighs. */
  readonly level: Level;
  /** Its fixture. */
  readonly file: string;
  /** Its line there. */
  readonly line: number;
  /** How it ended. */
  readonly outcome: Outcome;
  /** Why it was skipped, or what broke; always there for `skip` and `error`. */
  readonly reason?: string;
  /** What did not hold; never empty for `fail`. */
  readonly failures: readonly Failure[];
  /** How many checks were made. */
  readonly checks: number;
  /** What was sent when it broke, as a curl command; for `error`, if anything was. */
  readonly request?: string;
  /** The answer that did not hold, for `fail`, and for `error` where a setup got one. */
  readonly answer?: AnswerExcerpt;
  /** When it began, in milliseconds after the run. */
  readonly started: number;
  /** How long it took, setup of its own included, in milliseconds. */
  readonly milliseconds: number;
  /** How long each answer to its own steps took, in milliseconds. */
  readonly latencies: readonly number[];
}

/** What happens in a run, in order; every report is made of these. */
export type RunEvent =
  | {
    readonly type: "start";
    readonly run: string;
    /** The moment, in ISO 8601. */
    readonly at: string;
    readonly targets: readonly Target[];
    readonly total: number;
  }
  /** Some cases are done; their verdicts may still wait for those before them. */
  | { readonly type: "progress"; readonly done: number; readonly total: number }
  /** In the order of the fixtures, whatever the workers do. */
  | { readonly type: "verdict"; readonly verdict: Verdict }
  | { readonly type: "warning"; readonly message: string }
  | { readonly type: "end"; readonly milliseconds: number; readonly interrupted: boolean };
