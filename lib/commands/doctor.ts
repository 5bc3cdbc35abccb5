import { expiringKeys } from "../admin/expiring_keys.ts";
import { listApiKeys } from "../admin/api_keys.ts";
import { whoAmI } from "../admin/identity.ts";
import { findTenant, listTenants } from "../admin/tenants.ts";
import { configPaths, loginPaths } from "../config/paths.ts";
import type { Settings } from "../config/settings.ts";
import { EXIT, type ExitCode, ProctorError } from "../core/errors.ts";
import type { Call } from "./define_command.ts";
import { Printer } from "./printer.ts";
import { readEnvironment } from "./read_environment.ts";
import { openSession, type Session } from "./session.ts";
import type { TargetFlags } from "./target_flags.ts";

/** One thing that was looked at. */
interface Finding {
  readonly check: string;
  readonly state: "ok" | "warn" | "FAIL";
  /** What was found, and what to do about it. */
  readonly detail: string;
  /** What the command ends with when this failed. */
  readonly exit?: ExitCode;
}

/** Signed requests and expiries go wrong when clocks differ by more, in milliseconds. */
const CLOCK_TOLERANCE = 30_000;
/** Keys that expire within so many days are worth a warning. */
const SOON = 14;
const REACH_TIMEOUT = 10_000;

/** Any answer shows that the API is there; its date shows what time it thinks it is. */
async function checkNetwork({ api }: Settings): Promise<Finding[]> {
  try {
    const sent = Date.now();
    const response = await fetch(api.value, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"query":"{ __typename }"}',
      signal: AbortSignal.timeout(REACH_TIMEOUT),
    });
    await response.body?.cancel();
    const took = Date.now() - sent;
    const reach: Finding = { check: "network", state: "ok", detail: `${api.value} answers, in ${took} ms` };
    const date = Date.parse(response.headers.get("date") ?? "");
    if (Number.isNaN(date)) return [reach];
    const off = Math.round(Date.now() - took / 2 - date);
    const seconds = Math.round(Math.abs(off) / 1000);
    const clock: Finding = Math.abs(off) <= CLOCK_TOLERANCE
      ? { check: "clock", state: "ok", detail: "agrees with the API's" }
      : { check: "clock", state: "warn", detail: `${seconds} s off the API's: set this machine's clock` };
    return [reach, clock];
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    const detail =
      `${api.value} (${api.source}) does not answer: see that it runs, and the address, proxy and firewall`;
    return [{ check: "network", state: "FAIL", detail, exit: EXIT.unreachable }];
  }
}

/** Keys that stop working soon, among those that can be listed. */
async function checkExpiry({ client }: Session): Promise<Finding[]> {
  const soon = expiringKeys(await listApiKeys(client), { days: SOON, now: Date.now() });
  return soon.map(({ name, id, days_left }) => ({
    check: "expiry",
    state: "warn",
    detail: days_left < 0
      ? `key "${name}" (${id}) has expired: revoke it`
      : `key "${name}" (${id}) expires in ${days_left} days: proctor auth rotate-key -i ${id}`,
  }));
}

async function checkCloud(session: Session): Promise<Finding[]> {
  const { apiKey, credentialKind } = session.settings;
  if (apiKey.value === undefined) {
    const detail = "none found: proctor auth login, or set PREFECT__CLOUD__API_KEY";
    return [{ check: "key", state: "FAIL", detail, exit: EXIT.auth }];
  }
  const { tenant_id } = await whoAmI(session.client);
  const key: Finding = { check: "key", state: "ok", detail: `${apiKey.value} from ${apiKey.source} works` };
  if (tenant_id === null) {
    const detail = "none in use: proctor auth switch-tenants --slug SLUG";
    return [key, { check: "tenant", state: "warn", detail }];
  }
  const { name, slug } = await findTenant(session.client, tenant_id);
  const tenant: Finding = { check: "tenant", state: "ok", detail: `${name} (${slug}) ${tenant_id}` };
  return [key, tenant, ...credentialKind === "key" ? await checkExpiry(session) : []];
}

async function checkServer({ client }: Session): Promise<Finding[]> {
  const key: Finding = { check: "key", state: "ok", detail: "none needed by Prefect Server" };
  const [tenant] = await listTenants(client);
  return [
    key,
    tenant
      ? { check: "tenant", state: "ok", detail: `${tenant.name} (${tenant.slug}) ${tenant.id}` }
      : { check: "tenant", state: "FAIL", detail: "the server has none: make one first", exit: EXIT.failed },
  ];
}

/** What the API says to the key. A refusal is a finding, not the end of the examination. */
async function checkAccess(session: Session): Promise<Finding[]> {
  try {
    return await (session.settings.backend.value === "cloud" ? checkCloud(session) : checkServer(session));
  } catch (error) {
    if (!(error instanceof ProctorError)) throw error;
    const { value, source } = session.settings.apiKey;
    const whose = value === undefined ? "" : `${value} from ${source}: `;
    return [{ check: "key", state: "FAIL", detail: `${whose}${error.message}`, exit: error.exit }];
  }
}

/** Files that may hold keys are for their owner alone. */
async function checkFiles({ homeDir, api }: Settings): Promise<Finding[]> {
  const { auth, saved } = loginPaths(homeDir.value, api.value);
  const paths = [configPaths(await readEnvironment()).config, auth, saved];
  const findings: Finding[] = [];
  for (const path of paths) {
    const mode = await Deno.stat(path).then(({ mode }) => mode, (error) => {
      if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
        return undefined;
      }
      throw error;
    });
    // Windows has no modes.
    if (mode === undefined || mode === null) continue;
    const open = (mode & 0o077) !== 0;
    findings.push({
      check: "file",
      state: open ? "warn" : "ok",
      detail: open ? `${path} can be read by others: chmod 600 ${path}` : `${path} is yours alone`,
    });
  }
  return findings;
}

/**
 * `proctor doctor`: examines network, clock, key, tenant and files, and says what to do about what is wrong.
 *
 * @param flags The command line.
 * @param call Where to print.
 * @returns 0 when nothing failed, otherwise the code of the first failure; warnings do not count.
 * @throws {ConfigurationError} When the settings themselves cannot be read.
 */
export async function runDoctor(flags: TargetFlags, { terminal }: Call): Promise<ExitCode> {
  const session = await openSession(flags, { terminal });
  const { settings } = session;
  const target: Finding = {
    check: "target",
    state: "ok",
    detail:
      `${settings.backend.value} (${settings.backend.source}) at ${settings.api.value} (${settings.api.source})`,
  };
  const network = await checkNetwork(settings);
  const reachable = network.every(({ state }) => state !== "FAIL");
  const findings = [
    target,
    ...network,
    ...reachable ? await checkAccess(session) : [],
    ...await checkFiles(settings),
  ];
  const columns = [{ key: "state" }, { key: "check" }, { key: "detail" }];
  new Printer({ terminal, json: flags.json }).rows(findings, columns, { none: "" });
  return findings.find(({ state }) => state === "FAIL")?.exit ?? EXIT.ok;
}
