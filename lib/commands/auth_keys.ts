import { createApiKey, listApiKeys, revokeApiKey } from "../admin/api_keys.ts";
import { findServiceAccount } from "../admin/service_accounts.ts";
import { rotateApiKey } from "../admin/rotate_api_key.ts";
import { EXIT, type ExitCode, UsageError } from "../core/errors.ts";
import { connect } from "../graphql/connect.ts";
import { confirm } from "./ask.ts";
import type { Call } from "./define_command.ts";
import { parseExpiry } from "./parse_expiry.ts";
import { Printer } from "./printer.ts";
import { requireCloud } from "./require_cloud.ts";
import { saveLogin } from "./saved_login.ts";
import { openSession, type Session, withKey } from "./session.ts";
import type { TargetFlags } from "./target_flags.ts";

/** The flags of `proctor auth create-key`, parsed. */
export interface CreateKeyFlags extends TargetFlags {
  readonly name: string;
  /** A date, a span or `never`. */
  readonly expire?: string;
  /** Print the key alone. */
  readonly quiet: boolean;
  /** Whose key; one's own unless given. */
  readonly serviceAccount?: string;
}

/** The flags of a command that revokes something, parsed. */
export interface RevokeFlags extends TargetFlags {
  /** What to revoke. */
  readonly id: string;
  /** Do not ask. */
  readonly yes: boolean;
}

/** The flags of `proctor auth rotate-key`, parsed. */
export interface RotateKeyFlags extends RevokeFlags {
  /** A date, a span or `never`. */
  readonly expire?: string;
  /** Print the key alone. */
  readonly quiet: boolean;
  /** Save the new key as `auth login` would. */
  readonly save: boolean;
}

/** What is shown of a key. */
const KEY_COLUMNS = [{ key: "name" }, { key: "id" }, { key: "expires_at", empty: "NEVER" }];

const SHOWN_ONCE = "This is the only time this key will be displayed! Store it somewhere safe.";

async function openCloud(flags: TargetFlags, { terminal }: Call): Promise<Session> {
  const session = await openSession(flags, { terminal });
  requireCloud(session.settings);
  return session;
}

/**
 * `proctor auth create-key`: makes a key and shows it, this once.
 *
 * Source: `reference/prefect-api.md` §3.1; statements S06, S08.
 *
 * @param flags The command line.
 * @param call Where to print.
 * @returns The exit code.
 * @throws {UsageError} When the expiry makes no sense.
 * @throws {AuthorizationError} When the API refuses the key in use.
 */
export async function runCreateKey(flags: CreateKeyFlags, call: Call): Promise<ExitCode> {
  const expiresAt = flags.expire === undefined ? null : parseExpiry(flags.expire, Date.now());
  const { client } = await openCloud(flags, call);
  const printer = new Printer({ terminal: call.terminal, json: flags.json });
  const userId = flags.serviceAccount && (await findServiceAccount(client, flags.serviceAccount)).id;
  if (!flags.quiet) {
    printer.note(`Creating key${expiresAt === null ? "" : ` that will expire ${expiresAt}`}...`);
  }
  const { id, key } = await createApiKey(client, { name: flags.name, expiresAt, userId });
  if (!flags.quiet) printer.note(SHOWN_ONCE);
  // To show the key is what this command is for.
  const value = key.reveal();
  printer.result(flags.quiet ? value : `Successfully created key: ${value}`, {
    id,
    name: flags.name,
    expires_at: expiresAt,
    key: value,
  });
  return EXIT.ok;
}

/**
 * `proctor auth list-keys`: one's keys without their values.
 *
 * Source: `reference/prefect-api.md` §3.1; statement S16.
 *
 * @param flags The command line.
 * @param call Where to print.
 * @returns The exit code.
 * @throws {AuthorizationError} When the API refuses the key in use.
 */
export async function runListKeys(flags: TargetFlags, call: Call): Promise<ExitCode> {
  const { client } = await openCloud(flags, call);
  const printer = new Printer({ terminal: call.terminal, json: flags.json });
  printer.rows(await listApiKeys(client), KEY_COLUMNS, { none: "You have not created any API keys" });
  return EXIT.ok;
}

/**
 * `proctor auth revoke-key`: revokes a key, after asking.
 *
 * Source: `reference/prefect-api.md` §3.1; statements S13–S15.
 *
 * @param flags The command line.
 * @param call Where to ask and print.
 * @returns The exit code.
 * @throws {UsageError} When nobody can be asked and `--yes` was not given.
 * @throws {NotDoneError} When there is no such key.
 */
export async function runRevokeKey(flags: RevokeFlags, call: Call): Promise<ExitCode> {
  const { client } = await openCloud(flags, call);
  const { terminal } = call;
  const question = `Revoke key ${flags.id}? Whatever uses it will be refused.`;
  if (!await confirm(question, { terminal, yes: flags.yes })) return EXIT.failed;
  await revokeApiKey(client, flags.id);
  new Printer({ terminal, json: flags.json }).result("Key successfully revoked!", {
    id: flags.id,
    revoked: true,
  });
  return EXIT.ok;
}

/**
 * `proctor auth rotate-key`: makes a new key, shows it, sees that it works, and revokes the old one, after asking.
 *
 * @param flags The command line.
 * @param call Where to ask and print.
 * @returns The exit code.
 * @throws {UsageError} When nobody can be asked and `--yes` was not given; nothing was made then.
 * @throws {NotDoneError} When there is no such key.
 */
export async function runRotateKey(flags: RotateKeyFlags, call: Call): Promise<ExitCode> {
  const { terminal } = call;
  const expiresAt = flags.expire === undefined ? null : parseExpiry(flags.expire, Date.now());
  if (!flags.yes && !Deno.stdin.isTerminal()) {
    throw new UsageError(
      "Cannot ask before the old key is revoked without a terminal: give --yes to rotate unasked",
    );
  }
  const { client, settings } = await openCloud(flags, call);
  const printer = new Printer({ terminal, json: flags.json });
  const { created: { id, key }, revoked } = await rotateApiKey(client, flags.id, {
    expiresAt,
    connect: (created) => connect(withKey(settings, created)),
    async install({ key }) {
      if (flags.save) await saveLogin(settings, { apiKey: key, tenantId: settings.tenantId.value });
      if (flags.quiet || flags.json) return;
      printer.note(SHOWN_ONCE);
      printer.result(`Successfully created key: ${key.reveal()}`, {});
    },
    mayRevoke: () =>
      confirm(`Revoke the old key ${flags.id}? Install the new one wherever it is used first.`, {
        terminal,
        yes: flags.yes,
      }),
  });
  const value = { id, key: key.reveal(), old_id: flags.id, old_revoked: revoked };
  if (flags.quiet || flags.json) printer.result(key.reveal(), value);
  if (!revoked) {
    printer.note(`Both keys work: revoke the old one with proctor auth revoke-key -i ${flags.id}`);
  } else if (!flags.quiet) printer.note("Old key successfully revoked!");
  return EXIT.ok;
}
