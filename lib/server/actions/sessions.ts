import type { JsonObject, JsonValue } from "../../core/json.ts";
import { Secret } from "../../core/secret.ts";
import { formatTimestamp } from "../../core/timestamp.ts";
import type { AccessClaims } from "../access/access_tokens.ts";
import { hashApiKey } from "../access/api_key.ts";
import { unauthenticated } from "../access/authenticate.ts";
import { findSession } from "../access/credential.ts";
import { forbidden } from "../access/permissions.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { logIn } from "./log_in.ts";

/** How long a refresh token can be used, in milliseconds. */
const REFRESH_LIFE = 24 * 60 * 60 * 1000;

interface SessionTokens {
  readonly access_token: string;
  readonly expires_at: string;
  readonly refresh_token: string;
}

/** Whose session, and what it is opened with: neither for a log-in. */
interface Opening {
  readonly userId: string;
  readonly keyId: string | null;
  readonly tokenId: string | null;
}

/** The names of the first generation. */
function inCamelCase({ access_token, expires_at, refresh_token }: SessionTokens): JsonObject {
  return { accessToken: access_token, expiresAt: expires_at, refreshToken: refresh_token };
}

/** In milliseconds since 1970. */
function refreshExpiry(): number {
  return Date.now() + REFRESH_LIFE;
}

async function openSession({ transaction }: ActionContext, opening: Opening): Promise<string> {
  const { userId: user_id, keyId: key_id, tokenId: token_id } = opening;
  // Nobody logs out of every session: the account's next one sweeps up what can no longer be refreshed.
  await transaction.delete("session", { user_id, expires_at: { lt: formatTimestamp(Date.now()) } });
  const [row] = await transaction.insert("session", [
    { user_id, key_id, token_id, expires_at: formatTimestamp(refreshExpiry()) },
  ]);
  return row!.id as string;
}

/** The one place where an access token and a refresh token are shown. */
async function issueTokens(
  { transaction, accessTokens }: ActionContext,
  claims: AccessClaims,
): Promise<SessionTokens> {
  const expiry = refreshExpiry();
  const refresh = await accessTokens.signRefresh(expiry);
  const expires_at = formatTimestamp(expiry);
  const { sessionId: session_id } = claims;
  await transaction.update("session", { expires_at }, { id: session_id });
  await transaction.insert("session_token", [{ session_id, expires_at, hash: hashApiKey(refresh) }]);
  const { token, expiresAt } = await accessTokens.sign(claims);
  return { access_token: token.reveal(), expires_at: expiresAt, refresh_token: refresh.reveal() };
}

/**
 * An access token for a tenant. With an access token the session goes on, so that one `log_out` ends it in all tenants;
 * with anything else a session is opened that ends with the key or token it was opened with.
 */
async function switchTenant(context: ActionContext, tenantId: string): Promise<SessionTokens> {
  const { userId, tenantIds, origin } = context.principal;
  // A RUNNER token is no account's: there is nobody to be in another tenant.
  if (userId === null) throw forbidden();
  // As with the header: a tenant of others cannot be told from one that does not exist.
  if (!tenantIds.includes(tenantId)) throw unauthenticated();
  const sessionId = origin.sessionId ?? await openSession(context, { userId, ...origin });
  return await issueTokens(context, { sessionId, userId, tenantId });
}

/** What an access token says, if it is one of the session of the principal; expired ones are welcome. */
async function ownClaims(context: ActionContext, accessToken: string): Promise<AccessClaims> {
  const { sessionId } = context.principal.origin;
  const claims = await context.accessTokens.read(new Secret(accessToken), "any time");
  if (sessionId === null || claims?.sessionId !== sessionId) throw unauthenticated();
  return claims;
}

/** Whether the session may go on in the tenant of an access token. */
async function mayGoOn({ transaction, now }: ActionContext, claims: AccessClaims): Promise<boolean> {
  const source = await findSession(transaction, claims);
  if (!source || (source.expiresAt !== null && source.expiresAt <= formatTimestamp(now))) return false;
  if (claims.tenantId === null) return true;
  const where = { user_id: claims.userId, tenant_id: claims.tenantId };
  return (await transaction.select("membership", ["id"], where)).length > 0;
}

/**
 * New tokens for a refresh token, which can be used once. Of two requests with the same one that arrive together the
 * later is refused; who sends it again after that ends the session, see `authenticate`.
 */
async function refresh(context: ActionContext, accessToken: string): Promise<SessionTokens> {
  const { refreshTokenId: id } = context.principal.origin;
  if (id === null) throw unauthenticated();
  const claims = await ownClaims(context, accessToken);
  if (!await mayGoOn(context, claims)) throw unauthenticated();
  const used = await context.transaction.update("session_token", { used: true }, { id, used: false });
  if (used === 0) throw unauthenticated();
  return await issueTokens(context, claims);
}

async function logOut(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { access_token } = inputOf<{ access_token: string }>(args);
  const { sessionId: id } = await ownClaims(context, access_token);
  return { success: await context.transaction.delete("session", { id }) > 0 };
}

/**
 * Mutations of sessions. What ends one (revoking its key, removing its account) needs nothing here: the tables cascade.
 *
 * Source: statements S20–S24, S26, S27; `reference/prefect-api.md` §2.1, §9.2; `reference/clients.md` (e).
 */
export const sessionActions: Actions = {
  async log_in(context, args): Promise<JsonValue> {
    const { id_token } = inputOf<{ id_token: string }>(args);
    const account = await logIn(context, new Secret(id_token));
    const sessionId = await openSession(context, { ...account, keyId: null, tokenId: null });
    return { ...await issueTokens(context, { ...account, sessionId }) };
  },
  log_out: logOut,
  async switch_tenant(context, args): Promise<JsonValue> {
    return { ...await switchTenant(context, inputOf<{ tenant_id: string }>(args).tenant_id) };
  },
  async switchTenant(context, args): Promise<JsonValue> {
    return inCamelCase(await switchTenant(context, inputOf<{ tenantId: string }>(args).tenantId));
  },
  async refresh_token(context, args): Promise<JsonValue> {
    return { ...await refresh(context, inputOf<{ access_token: string }>(args).access_token) };
  },
  async refreshToken(context, args): Promise<JsonValue> {
    return inCamelCase(await refresh(context, inputOf<{ accessToken: string }>(args).accessToken));
  },
};
