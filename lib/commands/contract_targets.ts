import type { Target } from "../contract/run_events.ts";
import type { Backend, Profile, Suite } from "../contract/suite.ts";
import { UsageError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { waitForTarget } from "./wait_for_target.ts";

/** The part of a command line that says what to put to the test. */
export interface TargetChoice
  extends Pick<ContractFlags, "target" | "backend" | "api" | "apiKey" | "allowWrites" | "waitFor"> {
  /** What is to be asked of them: ids or patterns of cases, all of them unless given. */
  readonly cases?: readonly string[];
}

/** The suite, its targets, and the servers behind them that this process has started. */
export interface OpenTargets extends AsyncDisposable {
  readonly suite: Suite;
  /** What to put to the test. */
  readonly targets: readonly Target[];
}

/** The backends of the embedded server. */
const EMBEDDED = ["server", "cloud"] as const;
const DETECTION_TIMEOUT = 15_000;

/** Without a trailing slash, as requests append their path. */
function parseUrl(text: string, { targets, embedded }: Profile): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    const names = [...(embedded ? ["local"] : []), ...targets.map(({ name }) => name)];
    const known = names.length === 0 ? "" : `${names.join(", ")}, or `;
    throw new UsageError(`Cannot use target "${text}": expected ${known}a URL that starts with http`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError(
      `Cannot use a target at "${url.host}" with a password in its address: reports would show it, give --api-key`,
    );
  }
  return url.href.replace(/\/$/, "");
}

function checkBackend(backend: Backend | undefined, { backends }: Profile): void {
  const names = backends.map(({ name }) => name);
  if (backend === undefined || names.includes(backend)) return;
  throw new UsageError(`Cannot use backend "${backend}": expected ${names.join(" or ")}`);
}

/** Whether cases are named one by one: then a server has little to do but to start. */
function areFew(cases: readonly string[]): boolean {
  return cases.length > 0 && !cases.some((id) => /[*?!]/.test(id));
}

/** The servers boot in threads of their own, and this one reads the suite meanwhile. */
async function openLocal(flags: TargetChoice, load: () => Promise<Suite>): Promise<OpenTargets> {
  const { startLocalServers } = await import("./local_servers.ts");
  const backends = EMBEDDED.filter((each) => flags.backend === undefined || each === flags.backend);
  const booting = startLocalServers(backends, { together: areFew(flags.cases ?? []) });
  const [servers, suite] = await Promise.allSettled([booting, load()]);
  await using stack = new AsyncDisposableStack();
  if (servers.status === "fulfilled") stack.use(servers.value);
  if (suite.status === "rejected") throw suite.reason;
  const { profile } = suite.value;
  if (!profile.embedded) parseUrl("local", profile);
  checkBackend(flags.backend, profile);
  if (servers.status === "rejected") throw servers.reason;
  const open = stack.move();
  return {
    suite: suite.value,
    targets: servers.value.targets,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

/** The administrator's key, from the command line or the environment. */
function keyOf(flags: TargetChoice, { keyVariable }: Profile): Secret | undefined {
  const fromEnvironment = keyVariable === undefined ? undefined : Deno.env.get(keyVariable);
  return flags.apiKey ?? (fromEnvironment ? new Secret(fromEnvironment) : undefined);
}

/** What it asks with is loaded here, for embedded servers are not to wait for it. */
async function askBackend(suite: Suite, target: Omit<Target, "backend">): Promise<Backend> {
  const { detectBackend } = await import("../contract/greet.ts");
  const { Redactor } = await import("../contract/redactor.ts");
  const { sendRequest } = await import("../contract/send_request.ts");
  return await detectBackend({
    suite,
    target: { ...target, backend: "" },
    run: "",
    send: sendRequest,
    redactor: new Redactor(),
    timeout: DETECTION_TIMEOUT,
    signal: new AbortController().signal,
  });
}

/**
 * Reads the suite and turns the flags into targets; `local` starts servers, which live until the result is disposed of.
 *
 * @param flags The command line.
 * @param load Reads the suite, whose profile knows the targets with names and how the backend of a URL is found out.
 * @returns The suite and the targets.
 * @throws {FixtureError} When a fixture is broken.
 * @throws {UsageError} When the target is no URL and none of the known names, or is given twice.
 * @throws {UnreachableError} When the target does not come up, or its backend has to be found out and nothing answers.
 */
export async function openTargets(flags: TargetChoice, load: () => Promise<Suite>): Promise<OpenTargets> {
  if (flags.api !== undefined && flags.target !== "local") {
    throw new UsageError(`Cannot use --api beside --target "${flags.target}": give one of them`);
  }
  const name = flags.api ?? flags.target;
  if (name === "local") return await openLocal(flags, load);
  const suite = await load();
  const { profile } = suite;
  checkBackend(flags.backend, profile);
  const known = profile.targets.find((target) => target.name === name);
  const url = known?.url ?? parseUrl(name, profile);
  if (flags.waitFor !== undefined) await waitForTarget(url, flags.waitFor);
  const key = keyOf(flags, profile);
  const target = { name, url, writable: flags.allowWrites, ...(key && { key }) };
  const backend = flags.backend ?? known?.backend ?? await askBackend(suite, target);
  return { suite, targets: [{ ...target, backend }], [Symbol.asyncDispose]: () => Promise.resolve() };
}

/**
 * Reads the suite for targets that are known beforehand.
 *
 * @param targets The targets.
 * @param load As in {@linkcode openTargets}.
 * @returns The suite and the targets.
 * @throws {FixtureError} When a fixture is broken.
 */
export async function openGiven(
  targets: readonly Target[],
  load: () => Promise<Suite>,
): Promise<OpenTargets> {
  return { suite: await load(), targets, [Symbol.asyncDispose]: () => Promise.resolve() };
}
