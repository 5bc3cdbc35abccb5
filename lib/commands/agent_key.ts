import { checkAgentKey } from "../admin/check_agent_key.ts";
import { listApiKeys } from "../admin/api_keys.ts";
import { NotDoneError } from "../admin/not_done_error.ts";
import { provisionAgentKey } from "../admin/provision_agent_key.ts";
import { rotateApiKey } from "../admin/rotate_api_key.ts";
import { findServiceAccount } from "../admin/service_accounts.ts";
import { configPaths } from "../config/paths.ts";
import { setTomlText } from "../config/toml_text.ts";
import { AuthenticationError, EXIT, type ExitCode, UsageError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import type { GraphQLClient } from "../graphql/client.ts";
import { connect } from "../graphql/connect.ts";
import { askSecret, confirm } from "./ask.ts";
import type { Call } from "./define_command.ts";
import { parseExpiry } from "./parse_expiry.ts";
import { Printer } from "./printer.ts";
import { readEnvironment } from "./read_environment.ts";
import { requireCloud } from "./require_cloud.ts";
import { openSession, openSettings, readFileText, withKey } from "./session.ts";
import type { TargetFlags } from "./target_flags.ts";
import { writeFile } from "./write_file.ts";

/** The flags of `proctor agent-key provision`, parsed. */
export interface ProvisionFlags extends TargetFlags {
  /** The service account. */
  readonly name: string;
  /** Its role, when it is made. */
  readonly role: string;
  /** A date, a span or `never`. */
  readonly expire?: string;
  /** Put the key into `config.toml` instead of showing it. */
  readonly install: boolean;
}

/** The flags of `proctor agent-key install` and `check`, parsed. */
export interface AgentKeyFlags extends TargetFlags {
  /** The key, as agents are given it. */
  readonly key?: Secret;
}

/** The flags of `proctor agent-key rotate`, parsed. */
export interface RotateAgentFlags extends TargetFlags {
  /** The service account. */
  readonly name: string;
  /** The old key, where the account has several. */
  readonly id?: string;
  /** A date, a span or `never`. */
  readonly expire?: string;
  /** Do not ask. */
  readonly yes: boolean;
}

/** Puts a key where every agent of this user finds it (S57). Returns the path of the file. */
async function install(key: Secret): Promise<string> {
  const { config: path } = configPaths(await readEnvironment());
  const file = await readFileText(path) ?? { path, text: "" };
  const text = setTomlText(file, ["cloud", "agent", "auth_token"], { value: key.reveal() });
  await writeFile(path, text, { secret: true });
  return path;
}

/**
 * `proctor agent-key provision`: a service account with a key for agents.
 *
 * @param flags The command line.
 * @param call Where to print.
 * @returns The exit code.
 * @throws {AuthorizationError} When the key in use does not administer the tenant.
 */
export async function runProvision(flags: ProvisionFlags, { terminal }: Call): Promise<ExitCode> {
  const { name, role } = flags;
  const expiresAt = flags.expire === undefined ? null : parseExpiry(flags.expire, Date.now());
  const { client, settings } = await openSession(flags, { terminal });
  requireCloud(settings);
  const printer = new Printer({ terminal, json: flags.json });
  const { id, key, accountId, isNew } = await provisionAgentKey(client, { name, role, expiresAt });
  printer.note(`${isNew ? "Made" : "Found"} service account "${name}" (${accountId})`);
  const made = { id, service_account_id: accountId };
  if (flags.install) {
    const path = await install(key);
    printer.result(`Installed key ${key} in ${path}`, { ...made, installed: path });
  } else {
    printer.note("This is the only time this key will be displayed! Store it somewhere safe.");
    printer.result(key.reveal(), { ...made, key: key.reveal() });
  }
  return EXIT.ok;
}

/**
 * `proctor agent-key install`: puts a key under `[cloud.agent]` of `config.toml`.
 *
 * @param flags The command line; the key is asked for unless given.
 * @param call Where to ask and print.
 * @returns The exit code.
 * @throws {ConfigurationError} When the file cannot be edited.
 */
export async function runInstall(flags: AgentKeyFlags, { terminal }: Call): Promise<ExitCode> {
  const key = flags.key ?? await askSecret("API key of the service account", { terminal });
  const path = await install(key);
  new Printer({ terminal, json: flags.json }).result(`Installed key ${key} in ${path}`, { installed: path });
  return EXIT.ok;
}

async function check(client: GraphQLClient, printer: Printer): Promise<boolean> {
  const needs = await checkAgentKey(client);
  const columns = [{ key: "state", title: "" }, { key: "need" }, { key: "detail" }];
  printer.rows(needs.map((each) => ({ state: each.ok ? "ok" : "NO", ...each })), columns, { none: "" });
  return needs.every(({ ok }) => ok);
}

/**
 * `proctor agent-key check`: whether an agent started now could work, with the key it would find: that of the command
 * line, else of the environment, else of `config.toml` (S58).
 *
 * @param flags The command line.
 * @param call Where to print.
 * @returns 0 when nothing is missing, 3 when a right is.
 * @throws {AuthenticationError} When an agent would find no key.
 * @throws {AuthorizationError} When the API refuses the key.
 */
export async function runCheck(flags: AgentKeyFlags, { terminal }: Call): Promise<ExitCode> {
  const { backend, api, json } = flags;
  const settings = await openSettings({ backend, api, agentKey: flags.key });
  requireCloud(settings);
  const { value: key, source } = settings.agentKey;
  if (key === undefined) {
    throw new AuthenticationError(
      "No agent API token provided: run proctor agent-key provision --install, or set PREFECT__CLOUD__AGENT__AUTH_TOKEN",
    );
  }
  const printer = new Printer({ terminal, json });
  printer.note(`An agent would use key ${key} from ${source}`);
  return await check(connect(withKey(settings, key)), printer) ? EXIT.ok : EXIT.auth;
}

/** The key to replace: the one that was named, or the only one. */
async function oldKey(client: GraphQLClient, { name, id }: RotateAgentFlags): Promise<string> {
  const account = await findServiceAccount(client, name);
  const keys = await listApiKeys(client, { userId: account.id });
  const found = id === undefined ? keys : keys.filter((key) => key.id === id);
  if (found.length === 1) return found[0]!.id;
  const ids = keys.map((key) => key.id).join(", ");
  throw new NotDoneError(
    `Cannot tell which key of "${name}" to rotate: it has ${keys.length}, give one with --id: ${
      ids || "none"
    }`,
  );
}

/**
 * `proctor agent-key rotate`: makes a new key of the service account, installs it, sees that an agent could use it, and
 * then, after asking, revokes the old one.
 *
 * @param flags The command line.
 * @param call Where to ask and print.
 * @returns The exit code.
 * @throws {UsageError} When nobody can be asked and `--yes` was not given; nothing was made then.
 * @throws {NotDoneError} When it cannot be told which key is the old one.
 */
export async function runRotate(flags: RotateAgentFlags, { terminal }: Call): Promise<ExitCode> {
  const { yes, json } = flags;
  const expiresAt = flags.expire === undefined ? null : parseExpiry(flags.expire, Date.now());
  if (!yes && !Deno.stdin.isTerminal()) {
    throw new UsageError(
      "Cannot ask before the old key is revoked without a terminal: give --yes to rotate unasked",
    );
  }
  const { client, settings } = await openSession(flags, { terminal });
  requireCloud(settings);
  const printer = new Printer({ terminal, json });
  let path = "";
  const { old, created, revoked } = await rotateApiKey(client, await oldKey(client, flags), {
    expiresAt,
    connect: (key) => connect(withKey(settings, key)),
    async install({ key }) {
      path = await install(key);
      printer.note(`Installed key ${key} in ${path}: start the agents that use it again`);
    },
    mayRevoke: () =>
      confirm("Revoke the old key? Agents that still use it will be refused.", { terminal, yes }),
  });
  const outcome = revoked ? `revoked the old key ${old.id}` : `the old key ${old.id} still works`;
  printer.result(`New key ${created.id} is in use, ${outcome}`, {
    id: created.id,
    installed: path,
    old_id: old.id,
    old_revoked: revoked,
  });
  return EXIT.ok;
}
