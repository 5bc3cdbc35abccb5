import { whoAmI } from "../admin/identity.ts";
import { TokenSession } from "../auth/token_session.ts";
import { AuthenticationError, EXIT, type ExitCode } from "../core/errors.ts";
import { connect } from "../graphql/connect.ts";
import { confirm } from "./ask.ts";
import type { Call } from "./define_command.ts";
import { Printer } from "./printer.ts";
import { requireCloud } from "./require_cloud.ts";
import { openSession, withKey } from "./session.ts";
import type { TargetFlags } from "./target_flags.ts";

/** The flags of `proctor auth token`, parsed. */
export interface TokenFlags extends TargetFlags {
  /** Do not ask. */
  readonly yes: boolean;
}

const QUESTION =
  "Print an access token and a refresh token? They are secrets: who has them can act as you in the tenant.";

/**
 * `proctor auth token`: trades the key or USER token in force for short-lived tokens of the tenant and prints them,
 * after asking, for those who send GraphQL and renew tokens by themselves.
 *
 * Source: `reference/prefect-api.md` §2.1; statements S21, S27.
 *
 * @param flags The command line.
 * @param call Where to ask and print.
 * @returns The exit code.
 * @throws {UsageError} When nobody can be asked and `--yes` was not given; no token was made then.
 * @throws {AuthenticationError} When nobody is logged in, or no tenant is chosen.
 * @throws {AuthorizationError} When the API refuses the key, or the tenant.
 */
export async function runToken(flags: TokenFlags, { terminal }: Call): Promise<ExitCode> {
  if (!await confirm(QUESTION, { terminal, yes: flags.yes })) return EXIT.failed;
  const { settings, client } = await openSession(flags, { terminal });
  requireCloud(settings);
  const token = settings.apiKey.value;
  if (token === undefined) {
    throw new AuthenticationError("You are not logged in: use proctor auth login first");
  }
  const session = new TokenSession({
    token,
    // A key has a default tenant; a USER token has none until one is chosen.
    tenantId: settings.tenantId.value ?? (await whoAmI(client)).tenant_id ?? undefined,
    send: (document, variables, { bearer }) =>
      connect(withKey(settings, bearer)).request(document, variables),
  });
  const { accessToken, refreshToken, expiresAt } = await session.tokens();
  // To show the tokens is what this command is for.
  const value = {
    access_token: accessToken.reveal(),
    expires_at: new Date(expiresAt).toISOString(),
    refresh_token: refreshToken.reveal(),
  };
  const lines = Object.entries(value).map(([name, text]) => `${name} ${text}`);
  new Printer({ terminal, json: flags.json }).result(lines.join("\n"), value);
  return EXIT.ok;
}
