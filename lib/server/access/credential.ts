import type { Row } from "../model/row.ts";
import type { Reader } from "../store/store.ts";
import type { AccessClaims } from "./access_tokens.ts";
import { OPEN, type Origin, type Principal } from "./principal.ts";

/** What an account is in a tenant. */
export interface Membership {
  readonly id: string;
  readonly tenantId: string;
  readonly roleId: string;
}

/** Whom a credential speaks for. */
export interface Account {
  readonly userId: string;
  readonly isService: boolean;
  readonly email: string | null;
  readonly defaultMembershipId: string | null;
  /** The oldest first. */
  readonly memberships: readonly Membership[];
}

/** A key or a token as it is stored, or the session of an access token and what that was made with. */
export interface Credential {
  readonly origin: Origin;
  /** `null` for a runner token, which is nobody's. */
  readonly account: Account | null;
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

type Source = Omit<Credential, "account">;

/** The tables of what sessions are opened with. */
const SOURCES = {
  auth_api_key: ["id", "expires_at", "last_used", "default_tenant_id"],
  api_token: ["id", "expires_at", "last_used", "tenant_id", "scope"],
} as const;

const ACCOUNT = ["id", "account_type", "email", "default_membership_id"].map((name) => `user_id.${name}`);
const MEMBERSHIP = ["id", "tenant_id", "role_id"].map((name) => `user_id.memberships.${name}`);
/** With one row for each membership. */
const OWNER = {
  columns: [...ACCOUNT, ...MEMBERSHIP],
  options: { orderBy: [["user_id.memberships.created", "asc"]] },
} as const;

function accountIn(rows: readonly Row[]): Account | null {
  const [row] = rows as readonly Record<string, string | null>[];
  const userId = row?.["user_id.id"] ?? null;
  if (!row || userId === null) return null;
  return {
    userId,
    isService: row["user_id.account_type"] === "SERVICE",
    email: row["user_id.email"]!,
    defaultMembershipId: row["user_id.default_membership_id"]!,
    memberships: (rows as readonly Record<string, string>[])
      .map((one) => ({
        id: one["user_id.memberships.id"]!,
        tenantId: one["user_id.memberships.tenant_id"]!,
        roleId: one["user_id.memberships.role_id"]!,
      }))
      .filter(({ id }) => id !== null),
  };
}

/** The key or token in a row, or that a column of it names. */
function sourceIn(row: Row, table: keyof typeof SOURCES, way = ""): Source {
  const [id, expiresAt, lastUsed, tenantId, scope = null] = SOURCES[table].map((name) =>
    row[`${way}${name}`] as string | null
  );
  return {
    origin: { ...OPEN.origin, ...(table === "api_token" ? { tokenId: id! } : { keyId: id! }) },
    tenantId: tenantId!,
    scope: scope as Principal["tokenScope"],
    expiresAt: expiresAt!,
    lastUsed: lastUsed!,
  };
}

async function findIn(
  reader: Reader,
  table: keyof typeof SOURCES,
  hash: string,
): Promise<Credential | undefined> {
  const rows = await reader.select(table, [...SOURCES[table], ...OWNER.columns], { hash }, OWNER.options);
  return rows[0] && { ...sourceIn(rows[0], table), account: accountIn(rows) };
}

/**
 * Finds a key or a token, and whose it is: for a key in one statement.
 *
 * @param reader Where to look.
 * @param hash Of what was sent.
 * @returns The credential, also when it has expired; `undefined` when there is none.
 */
export async function findCredential(reader: Reader, hash: string): Promise<Credential | undefined> {
  return await findIn(reader, "auth_api_key", hash) ?? await findIn(reader, "api_token", hash);
}

/** The columns of what a session was opened with. */
const OPENED_WITH = [
  ...SOURCES.auth_api_key.map((name) => `key_id.${name}`),
  ...SOURCES.api_token.map((name) => `token_id.${name}`),
];

/** What a session was opened with: a key, a token, or nothing that is still there. */
function sourceOfSession(row: Row): Source | undefined {
  if (row["key_id.id"] !== null) return sourceIn(row, "auth_api_key", "key_id.");
  if (row["token_id.id"] !== null) return sourceIn(row, "api_token", "token_id.");
  return undefined;
}

/**
 * Finds the credential that an access token stands for: its session, with the limits of the key or token that the
 * session was opened with. It takes one statement.
 *
 * @param reader Where to look.
 * @param claims Of an access token whose signature is right.
 * @returns The credential, also when what it was made with has expired; `undefined` when the session has ended.
 */
export async function findSession(reader: Reader, claims: AccessClaims): Promise<Credential | undefined> {
  const where = { id: claims.sessionId, user_id: claims.userId };
  const rows = await reader.select("session", [...OPENED_WITH, ...OWNER.columns], where, OWNER.options);
  if (!rows[0]) return undefined;
  const source = sourceOfSession(rows[0]);
  if (source?.scope === "TENANT" && source.tenantId !== claims.tenantId) return undefined;
  return {
    origin: { ...OPEN.origin, ...source?.origin, sessionId: claims.sessionId },
    account: accountIn(rows),
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
  const columns = ["id", "session_id", "session_id.user_id", "expires_at", "used"];
  const [token] = await reader.select("session_token", columns, { hash });
  return token && {
    id: token.id as string,
    sessionId: token.session_id as string,
    userId: token["session_id.user_id"] as string,
    expiresAt: token.expires_at as string,
    used: token.used as boolean,
  };
}
