import type { Row } from "../model/row.ts";
import type { Reader } from "../store/store.ts";
import type { AccessClaims } from "./access_tokens.ts";
import { OPEN, type Origin, type Principal } from "./principal.ts";

/** A key or a token as it is stored, or the session of an access token and what that was made with. */
export interface Credential {
  readonly origin: Origin;
  readonly userId: string | null;
  /** A key's default tenant, a token's own, or the one that an access token names. */
  readonly tenantId: string | null;
  readonly scope: Principal["tokenScope"];
  readonly expiresAt: string | null;
  /** When the key or token was last used; `null` where nobody keeps count. */
  readonly lastUsed: string | null;
}

/** A refresh token as it is stored. */
export interface RefreshToken {
  readonly id: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly expiresAt: string;
  readonly used: boolean;
}

const COMMON = ["id", "user_id", "expires_at", "last_used"];

function credential(table: "auth_api_key" | "api_token", row: Row): Credential {
  const id = row.id as string;
  return {
    origin: { ...OPEN.origin, ...(table === "api_token" ? { tokenId: id } : { keyId: id }) },
    userId: row.user_id as string | null,
    tenantId: (table === "api_token" ? row.tenant_id : row.default_tenant_id) as string | null,
    scope: (row.scope ?? null) as Principal["tokenScope"],
    expiresAt: row.expires_at as string | null,
    lastUsed: row.last_used as string | null,
  };
}

/**
 * Finds a key or a token by what is stored of it.
 *
 * @param reader Where to look.
 * @param where `hash`: of what was sent; `id`: of the row that a session names.
 * @returns The credential; its expiry is for who asks to judge.
 */
async function findStored(
  reader: Reader,
  where: { readonly hash: string } | { readonly id: string },
): Promise<Credential | undefined> {
  const [key] = await reader.select("auth_api_key", [...COMMON, "default_tenant_id"], where);
  if (key) return credential("auth_api_key", key);
  const [token] = await reader.select("api_token", [...COMMON, "scope", "tenant_id"], where);
  return token && credential("api_token", token);
}

/**
 * Finds a key or a token.
 *
 * @param reader Where to look.
 * @param hash Of what was sent.
 * @returns The credential, also when it has expired; `undefined` when there is none.
 */
export function findCredential(reader: Reader, hash: string): Promise<Credential | undefined> {
  return findStored(reader, { hash });
}

/**
 * Finds the credential that an access token stands for: its session, with the limits of the key or token that the
 * session was opened with.
 *
 * @param reader Where to look.
 * @param claims Of an access token whose signature is right.
 * @returns The credential, also when what it was made with has expired; `undefined` when the session has ended.
 */
export async function findSession(reader: Reader, claims: AccessClaims): Promise<Credential | undefined> {
  const where = { id: claims.sessionId, user_id: claims.userId };
  const [session] = await reader.select("session", ["key_id", "token_id"], where);
  if (!session) return undefined;
  const sourceId = (session.key_id ?? session.token_id) as string | null;
  const source = sourceId === null ? undefined : await findStored(reader, { id: sourceId });
  if (source?.scope === "TENANT" && source.tenantId !== claims.tenantId) return undefined;
  return {
    origin: { ...OPEN.origin, ...source?.origin, sessionId: claims.sessionId },
    userId: claims.userId,
    tenantId: claims.tenantId,
    // What a USER token may not do itself is what the access tokens that it obtains are for.
    scope: source?.scope === "TENANT" ? "TENANT" : null,
    expiresAt: source?.expiresAt ?? null,
    lastUsed: source?.lastUsed ?? null,
  };
}

/**
 * Finds a refresh token.
 *
 * @param reader Where to look.
 * @param hash Of what was sent.
 * @returns The token, also when it was used or has expired; `undefined` when there is none.
 */
export async function findRefreshToken(reader: Reader, hash: string): Promise<RefreshToken | undefined> {
  const columns = ["id", "session_id", "expires_at", "used"];
  const [token] = await reader.select("session_token", columns, { hash });
  if (!token) return undefined;
  const [session] = await reader.select("session", ["user_id"], { id: token.session_id as string });
  return {
    id: token.id as string,
    sessionId: token.session_id as string,
    userId: session!.user_id as string,
    expiresAt: token.expires_at as string,
    used: token.used as boolean,
  };
}
