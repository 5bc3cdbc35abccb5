import manifest from "../../../deno.json" with { type: "json" };
import { ConfigurationError } from "../../core/errors.ts";
import { type Log, makeLog } from "../../core/log.ts";
import { once } from "../../core/once.ts";
import type { Secret } from "../../core/secret.ts";
import { AccessTokens } from "../access/access_tokens.ts";
import type { Authentication } from "../access/authenticate.ts";
import type { Issuer } from "../access/id_token.ts";
import { DatabaseFault } from "../model/database_fault.ts";
import type { Actions, ServiceQueries } from "../actions/action.ts";
import { bootstrap } from "../actions/bootstrap.ts";
import { type Backend, makeSchema } from "../schema/schema.ts";
import { Documents } from "./documents.ts";
import { faultText } from "./fault_text.ts";
import { Health } from "./health.ts";
import { type AnsweredRequest, type Authenticate, makeHandler } from "./handler.ts";
import { Metrics } from "./metrics.ts";
import { type DatabaseChoice, openStore } from "./open_store.ts";
import type { ServiceName } from "../services/background_service.ts";
import { CloudHooks } from "../services/cloud_hooks.ts";
import { MACHINE_CLOCK, ServiceLoop } from "../services/service_loop.ts";
import type { RetentionPolicy } from "../services/retention.ts";
import { makeServices } from "../services/services.ts";

/** How to start a server. */
export interface ServerOptions extends DatabaseChoice {
  readonly backend: Backend;
  /** @default "127.0.0.1" */
  readonly hostname?: string;
  /** 0 for any that is free. @default 4200 */
  readonly port?: number;
  /** The key of the first administrator of the cloud backend. */
  readonly adminKey?: Secret;
  /** Whose id tokens `log_in` of the cloud backend accepts. @default nobody's */
  readonly issuer?: Issuer;
  /**
   * Lets requests shift the time that expiry is judged by, for tests; on loopback only.
   *
   * @default false
   */
  readonly testClock?: boolean;
  /** `demo`: deterministic data to look at. */
  readonly seed?: "demo";
  /** The longest body, in bytes. @default 5242880 */
  readonly mostBytes?: number;
  /** How long a body may take to arrive, in seconds. @default 60 */
  readonly requestTimeout?: number;
  /** Levels below the root fields that a document may have. @default 7 */
  readonly depth?: number;
  /** Lets cloud hooks call this machine and its neighbours, not only public addresses. @default false */
  readonly allowPrivateHooks?: boolean;
  /** Which background services run, and how often, in seconds. @default none */
  readonly services?: Readonly<Partial<Record<ServiceName, number>>>;
  /** What the service `retention` removes. @default nothing */
  readonly retention?: RetentionPolicy;
  /** Refuses mutations, and writes nothing by itself: no seed, no tenant, no services. @default false */
  readonly readOnly?: boolean;
  /** Where the server says what it does. @default warnings and errors as text on stderr */
  readonly log?: Log;
  /** Whether every request is logged, at level `debug`. @default false */
  readonly logRequests?: boolean;
}

/** A server that answers. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  readonly backend: Backend;
  /** Settles when the server has stopped. */
  readonly finished: Promise<void>;
  /** Lets requests under way finish, then closes the database. */
  shutdown(): Promise<void>;
}

const TOKENS = 100_000;
/** In seconds: the longest body comes in time at 700 kilobits a second. */
const REQUEST_TIMEOUT = 60;

/** Whoever can shift the clock can use what has expired. */
function checkLoopback(hostname: string): void {
  if (/^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(hostname)) return;
  throw new ConfigurationError(
    `Cannot use the test clock on "${hostname}": expected a loopback address such as 127.0.0.1`,
  );
}

async function loadActions(backend: Backend): Promise<Actions> {
  const { CLOUD_ACTIONS, SERVER_ACTIONS } = await import("../actions/actions.ts");
  return backend === "cloud" ? { ...SERVER_ACTIONS, ...CLOUD_ACTIONS } : SERVER_ACTIONS;
}

async function loadQueries(backend: Backend): Promise<ServiceQueries> {
  const { CLOUD_QUERIES, SERVER_QUERIES } = await import("../actions/queries.ts");
  return backend === "cloud" ? { ...SERVER_QUERIES, ...CLOUD_QUERIES } : SERVER_QUERIES;
}

/** What only the cloud backend needs is loaded by it alone. */
async function loadAuthenticate({ store, accessTokens }: Omit<Authentication, "now">): Promise<Authenticate> {
  const { authenticate } = await import("../access/authenticate.ts");
  return (headers, now) => authenticate(headers, { store, accessTokens, now });
}

function writeToStderr(line: string): void {
  console.error(line.trimEnd());
}

function requestLogger(log: Log): (request: AnsweredRequest) => void {
  return ({ method, url, status, milliseconds }) =>
    log("debug", "request", {
      method,
      path: new URL(url).pathname,
      status,
      milliseconds: Math.round(milliseconds),
    });
}

/** What nobody foresaw: it is in the log, and counted. */
function faultReporter(
  log: Log,
  { metrics, health }: { readonly metrics: Metrics; readonly health: Health },
): (fault: unknown) => void {
  return (fault) => {
    metrics.fault();
    health.notice(fault);
    log("error", "fault", { error: faultText(fault) });
  };
}

/**
 * Starts the local server in this process.
 *
 * @param options The backend, where to listen, where the data is.
 * @returns The server; it answers already.
 * @throws {ConfigurationError} When the database or the master key cannot be used, or the test clock is not on loopback.
 * @throws {UnreachableError} When the PostgreSQL does not answer.
 * @throws {Deno.errors.AddrInUse} When the port is taken.
 *
 * @example One question
 * ```ts
 * import { startServer } from "./serve.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await startServer({ backend: "server", port: 0 });
 * const headers = { "content-type": "application/json" };
 * const response = await fetch(server.url, { method: "POST", headers, body: '{"query":"{ hello }"}' });
 * assertEquals(await response.json(), { data: { hello: "👋" } });
 * ```
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { backend, hostname = "127.0.0.1", port = 4200, testClock = false } = options;
  if (testClock) checkLoopback(hostname);
  const opening = openStore(options);
  // While the file of the master key is read.
  const schema = makeSchema(backend);
  const { log = makeLog({ format: "text", level: "warn", write: writeToStderr }), readOnly = false } =
    options;
  const { version } = manifest;
  const metrics = new Metrics({ version, backend });
  const { store, masterKey } = await opening;
  const health = new Health({ store, version, isReadOnly: readOnly });
  const onFault = faultReporter(log, { metrics, health });
  const hooks = new CloudHooks({ store, allowPrivate: options.allowPrivateHooks ?? false, onFault });
  try {
    if (!readOnly) await bootstrap(store, { backend, adminKey: options.adminKey, seed: options.seed });
    const accessTokens = new AccessTokens(masterKey);
    const handler = makeHandler({
      backend,
      schema,
      actions: once(() => loadActions(backend)),
      queries: once(() => loadQueries(backend)),
      visibility: backend === "cloud" ? "scoped" : "open",
      store,
      accessTokens,
      authenticate: backend === "cloud" ? await loadAuthenticate({ store, accessTokens }) : undefined,
      issuer: options.issuer,
      testClock,
      documents: new Documents(schema, { depth: options.depth ?? 7, tokens: TOKENS }),
      mostBytes: options.mostBytes ?? 5 * 1024 * 1024,
      requestTimeout: (options.requestTimeout ?? REQUEST_TIMEOUT) * 1000,
      onEvents: hooks.announce,
      callHook: hooks.call,
      onFault,
      metrics,
      health,
      memoryBytes: () => Deno.memoryUsage().rss,
      isReadOnly: readOnly,
      onAnswer: options.logRequests ? requestLogger(log) : undefined,
    });
    const server = Deno.serve({ hostname, port, onListen: () => {} }, handler);
    const loop = new ServiceLoop({
      store,
      services: makeServices(readOnly ? {} : options.services ?? {}, options),
      clock: MACHINE_CLOCK,
      onEvents: hooks.announce,
      onFault,
    });
    const finished = server.finished.then(() => loop.close()).then(() => hooks.close()).then(() =>
      store.close()
    );
    const shutdown = once(async () => {
      log("info", "stopping", { url });
      await server.shutdown();
      await finished;
    });
    const host = hostname.includes(":") ? `[${hostname}]` : hostname;
    const url = `http://${host}:${server.addr.port}`;
    log("info", "listening", { url, backend, version, readOnly });
    return {
      url,
      backend,
      finished,
      shutdown,
      [Symbol.asyncDispose]: shutdown,
    };
  } catch (error) {
    await store.close();
    if (!(error instanceof DatabaseFault)) throw error;
    throw new ConfigurationError(
      `Cannot start on this database: "${error.message}", expected one that can be written to, or read only as with --read-only`,
      { cause: error },
    );
  }
}
