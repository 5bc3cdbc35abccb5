import { type Instance, selectInstances, type Selection } from "../../lib/contract/instance.ts";
import { type FixtureText, readSuite } from "../../lib/contract/read_suite.ts";
import { Redactor } from "../../lib/contract/redactor.ts";
import { ReportBuilder } from "../../lib/contract/reports/report_builder.ts";
import type { RunEvent, Target } from "../../lib/contract/run_events.ts";
import { type RunOptions, runSuite } from "../../lib/contract/runner.ts";
import type { Suite } from "../../lib/contract/suite.ts";
import type { WireAnswer } from "../../lib/contract/wire_answer.ts";
import type { Role, WireRequest } from "../../lib/contract/wire_request.ts";
import { Secret } from "../../lib/core/secret.ts";

/** The administrator's key in these tests; long enough to be masked with its last four characters. */
export const ADMIN_KEY = new Secret("admin-key-0123456789-abcd");

/** An open target that may be changed. */
export const SERVER: Target = { name: "local", url: "http://127.0.0.1:9", backend: "server", writable: true };

/** A target that wants a key and may be changed. */
export const CLOUD: Target = { ...SERVER, backend: "cloud", key: ADMIN_KEY };

/** Part of a profile: every target is asked this first. */
export const GREETING = `[[greeting]]
name = "hello"
[[greeting.step]]
document = "{ hello }"
`;

const BACKENDS = {
  server: '[[backend]]\nname = "server"\n',
  cloud: '[[backend]]\nname = "cloud"\ncredential = { authorization = "Bearer ${key}" }\n',
} as const;

/** The TOML of a profile: `keys` stand above its tables, `tables` below its backends. */
export function profileOf(
  backends: readonly (keyof typeof BACKENDS)[],
  { keys = "", tables = GREETING } = {},
): string {
  return `title = "P"\n${keys}\n${backends.map((name) => BACKENDS[name]).join("")}${tables}`;
}

/** The two backends of the targets above, and nothing to ask first. */
export const PROFILE: FixtureText = {
  name: "profile.toml",
  text: profileOf(["server", "cloud"], {
    tables: `[refusal]
unauthenticated = { code = "UNAUTHENTICATED", status = 200 }
forbidden = { code = "FORBIDDEN", message = "^Unauthorized", status = 200 }
`,
  }),
};

/** Reads one fixture file whose head is given. */
export function suiteOf(toml: string): Suite {
  return readSuite([PROFILE, { name: "t.toml", text: `title = "T"\nsource = "A"\n${toml}` }]);
}

/** A response as the transport would have read it; what is no response is the JSON of one. */
export async function asWire(answer: unknown): Promise<WireAnswer> {
  const response = answer instanceof Response ? answer : Response.json(answer);
  return { status: response.status, headers: [...response.headers], body: await response.bytes() };
}

/** What a request carried. */
export interface Sent {
  readonly role: Role;
  readonly request: WireRequest;
  /** The document. */
  readonly query: string;
  readonly authorization: string | undefined;
}

/** What a run of a test does with a request. */
export type Answering = (sent: Sent) => unknown;

/** How a test runs a suite. */
export interface Trial extends Partial<Omit<RunOptions, "instances">> {
  readonly targets?: readonly Target[];
  readonly selection?: Selection;
}

/**
 * Runs a suite against a function: what it returns is the answer, a `Response` as it is, anything else as JSON.
 */
export async function runTrial(suite: Suite, answering: Answering, options: Trial = {}) {
  const { targets = [SERVER], selection = {}, ...rest } = options;
  const instances: Instance[] = selectInstances(suite.cases, { targets, selection });
  const sent: Sent[] = [];
  const events: RunEvent[] = [];
  const redactor = rest.redactor ?? new Redactor();
  await runSuite(suite, {
    instances,
    signal: new AbortController().signal,
    run: "proctor-test",
    redactor,
    emit: (event) => events.push(event),
    send: async (request, { role }) => {
      const body = request.body === undefined ? undefined : tryParse(request.body);
      const query = typeof body?.query === "string" ? body.query : "";
      const authorization = request.headers.find(([name]) => name.toLowerCase() === "authorization")?.[1];
      const exchange = { role, request, query, authorization };
      sent.push(exchange);
      return await asWire(await answering(exchange));
    },
    ...rest,
  });
  const builder = new ReportBuilder();
  for (const event of events) builder.take(event);
  const report = builder.report();
  return { report, verdicts: report.verdicts, sent, events, redactor };
}

function tryParse(text: string): { query?: unknown } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
