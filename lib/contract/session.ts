import { Secret } from "../core/secret.ts";
import type { Answer } from "./answer.ts";
import { curlCommand } from "./curl_command.ts";
import { keepEvidence } from "./evidence.ts";
import { Line, type LineOptions } from "./line.ts";
import { Provisions } from "./provisions.ts";
import type { Mismatch } from "./predicate.ts";
import { Scope } from "./scope.ts";
import { showWhole } from "./show.ts";
import type { Sources } from "./sources.ts";
import type { Capture, RequestTemplate, Step, Suite } from "./suite.ts";
import type { Lookup } from "./template.ts";
import type { Exchange, ExchangeContext, Workplace } from "./workplace.ts";
import type { WireRequest } from "./wire_request.ts";

/** What a session needs. */
export interface SessionOptions extends LineOptions {
  readonly suite: Suite;
  /** The run's id. */
  readonly run: string;
  /** The clock and the ids. @default the real ones */
  readonly sources?: Sources;
}

/** Somebody who sends. */
export interface Sender {
  /** Sent as the profile says for the backend. */
  readonly key: Secret | undefined;
  /** Sent with each request. */
  readonly headers: RequestTemplate["headers"];
}

const NOBODY: Sender = { key: undefined, headers: [] };

/** Everything that is known and made at one target during one run. */
export class Session implements Workplace, Disposable {
  /** As given. */
  readonly options: SessionOptions;
  /** The names known in every recipe and case. */
  readonly scope: Scope;
  /** By name. */
  readonly setups: Workplace["setups"];
  /** Setups and principals that serve the whole run. */
  readonly shared: Provisions;

  readonly #line: Line;
  readonly #capabilities = new Map<string, Promise<boolean>>();
  readonly #credential: RequestTemplate["headers"];

  /** @param options See {@linkcode SessionOptions}. */
  constructor(options: SessionOptions) {
    this.options = options;
    this.scope = new Scope(undefined, options.sources && { sources: options.sources });
    this.#line = new Line(options);
    this.setups = options.suite.setups;
    this.shared = new Provisions(this);
    this.scope.set("run", options.run);
    this.scope.set("backend", options.target.backend);
    if (options.target.key) options.redactor.add(options.target.key, "$PROCTOR_KEY");
    const { backends } = options.suite.profile;
    this.#credential = backends.find(({ name }) => name === options.target.backend)?.credential ?? [];
  }

  /**
   * Does one step: sends it, judges the answer, keeps what it captures.
   *
   * @param step The step.
   * @param context `as` the sender, if the step names none; `scope` to fill names from and capture into.
   * @returns The answer and what did not hold of it.
   * @throws {UnreachableError} When there is no answer.
   * @throws {FixtureError} When a name has no value.
   */
  async exchange(step: Step, context: ExchangeContext): Promise<Exchange> {
    const { scope, role } = context;
    const sender = await this.#sender(step.as ?? context.as);
    await this.meetPrincipals(step.names, scope);
    const lookup: Lookup = (name) => name === "key" ? sender.key : scope.get(name);
    const request = this.#request(step.request, { sender, lookup });
    const sent = performance.now();
    const redact = (text: string) => this.options.redactor.redact(text);
    const answer = await this.#line.send(request, { role, scene: scope.scene }).catch((error) => {
      throw keepEvidence(error, { request: curlCommand(request, redact) });
    });
    const milliseconds = performance.now() - sent;
    const mismatches = step.checks.flatMap((check) => {
      return check.judge(answer, lookup).map((mismatch) => ({ ...mismatch, check }));
    });
    for (const capture of step.captures) {
      const problem = this.#capture(capture, { answer, scope });
      if (problem !== undefined) mismatches.push({ ...problem, check: step.checks[0]! });
    }
    const failures = mismatches.map(({ check, expected, got, compared }) => {
      const note = check.note ?? step.note;
      return {
        at: `${check.place.file}:${check.place.line}`,
        expected: redact(expected),
        got: redact(got),
        ...(compared && {
          compared: { expected: showWhole(compared.expected, redact), got: showWhole(compared.got, redact) },
        }),
        request: curlCommand(request, redact),
        ...(note !== undefined && { note }),
      };
    });
    return { answer, failures, milliseconds };
  }

  /** Whether the target has stopped answering. */
  get isDead(): boolean {
    return this.#line.isDead;
  }

  /**
   * Tells whether the target can do something; asked once.
   *
   * @param name A capability of the suite.
   * @returns `true` when every check of the capability holds.
   * @throws {UnreachableError} When there is no answer.
   */
  async hasCapability(name: string): Promise<boolean> {
    const known = this.#capabilities.get(name);
    if (known) return await known;
    const { step } = this.options.suite.capabilities.get(name)!;
    const asked = this.exchange(step, {
      as: "admin",
      scope: new Scope(this.scope, { scene: `?${name}` }),
      role: "setup",
    });
    const answer = asked.then(({ failures }) => failures.length === 0);
    this.#capabilities.set(name, answer);
    return await answer;
  }

  /**
   * Takes away what serves the whole run, and hangs up.
   *
   * @returns One line for each thing that is left behind.
   */
  async leave(): Promise<readonly string[]> {
    using _line = this.#line;
    return await this.shared.undo();
  }

  /** Hangs up. */
  [Symbol.dispose](): void {
    this.#line[Symbol.dispose]();
  }

  async #sender(name: string): Promise<Sender> {
    if (name === "anonymous") return NOBODY;
    if (name === "admin") return { key: this.options.target.key, headers: [] };
    const principal = this.options.suite.principals.get(name)!;
    const key = (await this.shared.make(principal)).get("key");
    return { key: key instanceof Secret ? key : undefined, headers: principal.headers };
  }

  /**
   * Makes the principals whose captures are named, such as `${member.user_id}`.
   *
   * @param names Names in templates.
   * @param scope Where the captures go.
   * @throws {ProvisionError} When one cannot be made.
   */
  async meetPrincipals(names: readonly string[], scope: Scope): Promise<void> {
    for (const name of names) {
      const principal = this.options.suite.principals.get(name.split(".", 1)[0]!);
      if (!principal || !name.includes(".")) continue;
      for (const [own, value] of await this.shared.make(principal)) {
        scope.set(`${principal.name}.${own}`, value);
      }
    }
  }

  #request(template: RequestTemplate, context: { sender: Sender; lookup: Lookup }): WireRequest {
    const { sender, lookup } = context;
    const headers = [...sender.headers, ...template.headers].map(([name, value]) =>
      [name, value.fill(lookup)] as const
    );
    const isNamed = (wanted: string) => headers.some(([name]) => name.trim().toLowerCase() === wanted);
    for (const [name, value] of sender.key ? this.#credential : []) {
      if (!isNamed(name.toLowerCase())) headers.push([name, value.fill(lookup)]);
    }
    const contentType = template.contentType.fill(lookup);
    if (contentType !== "" && !isNamed("content-type")) headers.unshift(["content-type", contentType]);
    const method = template.method.fill(lookup);
    const body = template.body?.fill(lookup);
    // `fetch` refuses a body with GET, and names a type where the fixture wants none.
    const unfetchable = body !== undefined && (/^(?:GET|HEAD)$/.test(method) || !isNamed("content-type"));
    const url = this.options.target.url.replace(/\/$/, "") + (template.path.fill(lookup) || "/");
    return { method, url, headers, body, raw: template.raw || unfetchable };
  }

  #capture(capture: Capture, { answer, scope }: { answer: Answer; scope: Scope }): Mismatch | undefined {
    const values = answer.json === undefined ? [] : capture.path.values(answer.json);
    const [value] = values;
    if (value !== undefined && values.length === 1) {
      const secret = capture.secret && typeof value === "string" ? new Secret(value) : undefined;
      if (secret) this.options.redactor.add(secret);
      scope.set(capture.name, secret ?? value);
      return undefined;
    }
    if (capture.optional) return undefined;
    return {
      expected: `one value at ${capture.path.text}, to capture "${capture.name}"`,
      got: `${values.length} values`,
    };
  }
}
