import { ProctorError, UnreachableError } from "../core/errors.ts";
import { type Answer, AnswerError, MAX_BYTES, readAnswer } from "./answer.ts";
import { Deadlines } from "./deadlines.ts";
import { explainSilence } from "./explain_silence.ts";
import { Connections } from "./http/connections.ts";
import type { Pacer } from "./pacer.ts";
import type { Redactor } from "./redactor.ts";
import type { Target } from "./run_events.ts";
import type { Role, Send, WireRequest } from "./wire_request.ts";

/** How a target is spoken to. */
export interface LineOptions {
  readonly target: Target;
  readonly send: Send;
  readonly redactor: Redactor;
  /** For each request, to the last byte of its answer, in milliseconds. */
  readonly timeout: number;
  /** How large the body of an answer may be. @default 16 MiB */
  readonly maxBytes?: number;
  /** Gives each request its turn. @default at once */
  readonly pacer?: Pacer;
  /** Ends the run. */
  readonly signal: AbortSignal;
}

/** After so many requests in a row without an answer nobody waits for the next. */
const DEAD_AFTER = 8;
/** How long after an interruption an answer is still waited for, in milliseconds: what is being made is to be undone. */
const GRACE = 600;
/** How long after an interruption things are undone. */
const UNDO_UNTIL = 1500;

/** The line to one target: sends requests within limits, and hangs up on a target that has died. */
export class Line implements Disposable {
  readonly #options: LineOptions;
  /** What is on its way, and what it is part of. */
  readonly #waiting = new Map<AbortController, Role>();
  readonly #deadlines = new Deadlines();
  readonly #connections = new Connections();
  #interrupted: number | undefined;
  #silent = 0;

  /** @param options See {@linkcode LineOptions}. */
  constructor(options: LineOptions) {
    this.#options = options;
    options.signal.addEventListener("abort", () => this.#hurry(), { once: true });
  }

  /** Whether the target has stopped answering. */
  get isDead(): boolean {
    return this.#silent >= DEAD_AFTER;
  }

  /**
   * Sends a request and reads the answer.
   *
   * @param request What to send.
   * @param context `role`: what it is part of; `scene`: the name of the scene it is part of.
   * @returns The answer; the redactor has learned its secrets.
   * @throws {UnreachableError} When none comes, it cannot be read, or the target has been silent for too long.
   */
  async send(
    request: WireRequest,
    context: { readonly role: Role; readonly scene: string },
  ): Promise<Answer> {
    const { target, send, redactor, maxBytes = MAX_BYTES, pacer, signal } = this.#options;
    await pacer?.turn(signal);
    if (this.isDead) throw new UnreachableError(this.#message(request, "it has stopped answering"));
    const { role } = context;
    const controller = new AbortController();
    this.#waiting.set(controller, role);
    this.#deadlines.set(controller, this.#patience(role));
    try {
      const limits = { signal: controller.signal, maxBytes, connections: this.#connections };
      const answer = readAnswer(await send(request, { ...context, ...limits, target }));
      this.#silent = 0;
      redactor.learn(answer);
      return answer;
    } catch (error) {
      throw this.#failure(error, { request, signal: controller.signal });
    } finally {
      this.#deadlines.delete(controller);
      this.#waiting.delete(controller);
    }
  }

  /** Hangs up. */
  [Symbol.dispose](): void {
    this.#connections[Symbol.dispose]();
    this.#deadlines[Symbol.dispose]();
  }

  /** How long a request that begins now may take. */
  #patience(role: Role): number {
    if (this.#interrupted === undefined) return this.#options.timeout;
    const end = this.#interrupted + (role === "undo" ? UNDO_UNTIL : GRACE);
    return Math.max(0, Math.min(this.#options.timeout, end - performance.now()));
  }

  /** What is on its way is not cut off at once: a thing whose id never comes back could not be undone. */
  #hurry(): void {
    this.#interrupted = performance.now();
    for (const [controller, role] of this.#waiting) this.#deadlines.set(controller, this.#patience(role));
  }

  #failure(error: unknown, { request, signal }: { request: WireRequest; signal: AbortSignal }): ProctorError {
    if (error instanceof AnswerError) {
      return new UnreachableError(this.#message(request, error.message), { cause: error });
    }
    if (error instanceof ProctorError) return error;
    this.#silent++;
    return new UnreachableError(this.#message(request, this.#explain(error, signal)), { cause: error });
  }

  #message(request: WireRequest, problem: string): string {
    return this.#options.redactor.redact(`Reach "${request.url}" failed: ${problem}`);
  }

  #explain(error: unknown, signal: AbortSignal): string {
    if (signal.aborted) {
      return this.#interrupted === undefined
        ? `no answer within ${this.#options.timeout / 1000} s, see --timeout`
        : "no answer before the end of the interrupted run";
    }
    return explainSilence(error);
  }
}
