import { detectBackend } from "../contract/greet.ts";
import { Redactor } from "../contract/redactor.ts";
import type { Target } from "../contract/run_events.ts";
import { sendRequest } from "../contract/send_request.ts";
import { type Backend, BACKENDS, type Suite } from "../contract/suite.ts";
import { UsageError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { ContractFlags } from "./contract_flags.ts";

/** The suite, its targets, and the servers behind them that this process has started. */
export interface OpenTargets extends AsyncDisposable {
  readonly suite: Suite;
  /** What to put to the test. */
  readonly targets: readonly Target[];
}

const WELL_KNOWN = {
  server: { url: "http://localhost:4200", backend: "server" },
  cloud: { url: "https://api.prefect.io", backend: "cloud" },
} as const;
const DETECTION_TIMEOUT = 15_000;

/** Without a trailing slash, as requests append their path. */
function parseUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `Cannot use target "${text}": expected local, server, cloud, or a URL that starts with http`,
    );
  }
  return url.href.replace(/\/$/, "");
}

/** The servers boot in threads of their own, and this one reads the suite meanwhile. */
async function openLocal(backends: readonly Backend[], load: () => Promise<Suite>): Promise<OpenTargets> {
  const { startLocalServers } = await import("./local_servers.ts");
  const [servers, suite] = await Promise.allSettled([startLocalServers(backends), load()]);
  if (servers.status === "rejected") throw servers.reason;
  const { targets } = servers.value;
  const dispose = () => servers.value[Symbol.asyncDispose]();
  if (suite.status === "fulfilled") return { suite: suite.value, targets, [Symbol.asyncDispose]: dispose };
  await dispose();
  throw suite.reason;
}

/**
 * Reads the suite and turns the flags into targets; `local` starts servers, which live until the result is disposed of.
 *
 * @param flags The command line.
 * @param load Reads the suite, whose profile tells how the backend of a URL is found out.
 * @returns The suite and the targets.
 * @throws {FixtureError} When a fixture is broken.
 * @throws {UsageError} When the target is no URL and none of the known names, or is given twice.
 * @throws {UnreachableError} When the backend has to be found out and nothing answers.
 */
export async function openTargets(flags: ContractFlags, load: () => Promise<Suite>): Promise<OpenTargets> {
  if (flags.api !== undefined && flags.target !== "local") {
    throw new UsageError(`Cannot use --api beside --target "${flags.target}": give one of them`);
  }
  const name = flags.api ?? flags.target;
  if (name === "local") return await openLocal(flags.backend ? [flags.backend] : BACKENDS, load);
  const known = name === "server" || name === "cloud" ? WELL_KNOWN[name] : undefined;
  const url = known?.url ?? parseUrl(name);
  const suite = await load();
  const fromEnvironment = Deno.env.get("PREFECT__CLOUD__API_KEY");
  const key = flags.apiKey ?? (fromEnvironment ? new Secret(fromEnvironment) : undefined);
  const target = { name, url, writable: flags.allowWrites, ...(key && { key }) };
  const backend = flags.backend ?? known?.backend ?? await detectBackend({
    suite,
    target: { ...target, backend: "server" },
    run: "",
    send: sendRequest,
    redactor: new Redactor(),
    timeout: DETECTION_TIMEOUT,
    signal: new AbortController().signal,
  });
  return { suite, targets: [{ ...target, backend }], [Symbol.asyncDispose]: () => Promise.resolve() };
}
