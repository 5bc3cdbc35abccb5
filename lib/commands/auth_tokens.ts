import { revokeApiKey } from "../admin/api_keys.ts";
import { createApiToken, listApiTokens, revokeApiToken, type TokenScope } from "../admin/api_tokens.ts";
import { NotDoneError } from "../admin/not_done_error.ts";
import { EXIT, type ExitCode } from "../core/errors.ts";
import { confirm } from "./ask.ts";
import type { RevokeFlags } from "./auth_keys.ts";
import type { Call } from "./define_command.ts";
import { parseExpiry } from "./parse_expiry.ts";
import { Printer } from "./printer.ts";
import { requireCloud } from "./require_cloud.ts";
import { openSession } from "./session.ts";
import type { TargetFlags } from "./target_flags.ts";

/** The flags of `proctor auth create-token`, parsed. */
export interface CreateTokenFlags extends TargetFlags {
  readonly name: string;
  readonly scope: TokenScope;
  /** A date, a span or `never`. */
  readonly expire?: string;
}

/**
 * `proctor auth create-token`: makes a token of the older generation and shows it, this once.
 *
 * Source: `reference/prefect-api.md` §3.2; statements S18, S19.
 *
 * @param flags The command line.
 * @param call Where to print.
 * @returns The exit code.
 * @throws {AuthorizationError} When the API refuses the key in use, or it may not make such a token.
 */
export async function runCreateToken(flags: CreateTokenFlags, { terminal }: Call): Promise<ExitCode> {
  const { name, scope, json } = flags;
  const expiresAt = flags.expire === undefined ? null : parseExpiry(flags.expire, Date.now());
  const { client, settings } = await openSession(flags, { terminal });
  requireCloud(settings);
  const { id, token } = await createApiToken(client, { name, scope, expiresAt });
  // To show the token is what this command is for.
  new Printer({ terminal, json }).result(token.reveal(), { id, name, scope, token: token.reveal() });
  return EXIT.ok;
}

/**
 * `proctor auth list-tokens`: one's tokens of the older generation without their values.
 *
 * @param flags The command line.
 * @param call Where to print.
 * @returns The exit code.
 * @throws {AuthorizationError} When the API refuses the key in use.
 */
export async function runListTokens(flags: TargetFlags, { terminal }: Call): Promise<ExitCode> {
  const { client, settings } = await openSession(flags, { terminal });
  requireCloud(settings);
  const columns = [{ key: "name" }, { key: "id" }, { key: "scope" }];
  const printer = new Printer({ terminal, json: flags.json });
  printer.rows(await listApiTokens(client), columns, { none: "You have not created any API tokens" });
  return EXIT.ok;
}

/**
 * `proctor auth revoke-token`: revokes a token, or a key, for the page about keys prints this command for them (S15).
 *
 * @param flags The command line.
 * @param call Where to ask and print.
 * @returns The exit code.
 * @throws {UsageError} When nobody can be asked and `--yes` was not given.
 * @throws {NotDoneError} When there is neither a token nor a key of that id.
 */
export async function runRevokeToken(flags: RevokeFlags, { terminal }: Call): Promise<ExitCode> {
  const { client, settings } = await openSession(flags, { terminal });
  requireCloud(settings);
  const question = `Revoke token ${flags.id}? Whatever uses it will be refused.`;
  if (!await confirm(question, { terminal, yes: flags.yes })) return EXIT.failed;
  try {
    await revokeApiToken(client, flags.id);
  } catch (error) {
    if (!(error instanceof NotDoneError)) throw error;
    await revokeApiKey(client, flags.id);
  }
  new Printer({ terminal, json: flags.json }).result("Token successfully revoked", {
    id: flags.id,
    revoked: true,
  });
  return EXIT.ok;
}
