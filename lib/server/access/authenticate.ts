import { Secret } from "../../core/secret.ts";
import { currentTimestamp, formatTimestamp } from "../../core/timestamp.ts";
import { parsePythonUuid } from "../../core/uuid.ts";
import { ApiError } from "../model/api_error.ts";
import type { Reader, Store } from "../store/store.ts";
import type { AccessClaims, AccessTokens } from "./access_tokens.ts";
import { hashApiKey } from "./api_key.ts";
import {
  type Credential,
  findCredential,
  findRefreshToken,
  findSession,
  type Membership,
  type RefreshToken,
} from "./credential.ts";
import { OPEN, type Principal } from "./principal.ts";
import { ACCOUNT_PERMISSIONS, NEWCOMER_PERMISSIONS, ROLES } from "./roles.ts";

/** Blanks around and between are tolerated; a second value, which arrives joined with a blank, is not. */
const BEARER_REGEXP = /^\s*bearer\s+(\S+)\s*$/i;

/** Three parts of Base64url (RFC 7515 §3.1): no key and no other token has a dot in it. */
const JWT_REGEXP = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** `last_used` is written at most this often, in milliseconds: authentication stays a read. */
const USE_INTERVAL = 60_000;

/** Spellings of "no tenant" that browsers send (`reference/clients.md` (e)). */
const UNSET_TENANTS: ReadonlySet<string> = new Set(["", "null", "undefined"]);

/**
 * What every credential is answered with that opens nothing, whatever is wrong with it.
 *
 * Source: `reference/prefect-api.md` §7.3.
 *
 * @param message What clients see; never holds a part of the credential.
 * @returns The error to throw.
 *
 * @example Clients match on the code
 * ```ts
 * import { unauthenticated } from "./authenticate.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(unauthenticated().code, "UNAUTHENTICATED");
 * ```
 */
export function unauthenticated(message = "Unauthenticated"): ApiError {
  return new ApiError(message, { code: "UNAUTHENTICATED" });
}

function bearerKey(headers: Headers): Secret {
  const header = headers.get("authorization");
  if (header === null) throw unauthenticated();
  const key = BEARER_REGEXP.exec(header)?.[1];
  if (key === undefined) throw unauthenticated("Malformed Authorization header");
  return new Secret(key);
}

/** @returns The tenant that the header names; `null` when it names none. */
function requestedTenant(headers: Headers): string | null {
  const header = headers.get("x-prefect-tenant-id")?.trim() ?? "";
  if (UNSET_TENANTS.has(header)) return null;
  const id = parsePythonUuid(header);
  if (id === undefined) throw unauthenticated();
  return id;
}

/** The roles that nobody can change need no look into the database at each request. */
const FIXED_PERMISSIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.values(ROLES).map(({ id, permissions }) => [id, new Set(permissions)]),
);

/** A runner token stands for nobody: it has a role in its tenant. */
function runner({ tenantId, origin }: Credential, requested: string | null): Principal {
  if (tenantId === null || (requested !== null && requested !== tenantId)) throw unauthenticated();
  return {
    ...OPEN,
    kind: "runner",
    tenantId,
    tenantIds: [tenantId],
    roleId: ROLES.RUNNER.id,
    permissions: FIXED_PERMISSIONS.get(ROLES.RUNNER.id)!,
    tokenScope: "RUNNER",
    origin,
  };
}

function refresher({ id, sessionId, userId }: RefreshToken): Principal {
  return {
    ...OPEN,
    kind: "refresh",
    userId,
    origin: { ...OPEN.origin, sessionId, refreshTokenId: id },
  };
}

/** The header's tenant, else the key's default, else the account's default, else its oldest membership. */
function chooseMembership(
  memberships: readonly Membership[],
  wish: { readonly tenantId: string | null; readonly defaultMembershipId: string | null },
): Membership | undefined {
  if (wish.tenantId !== null) {
    const wished = memberships.find((one) => one.tenantId === wish.tenantId);
    if (!wished) throw unauthenticated();
    return wished;
  }
  return memberships.find((one) => one.id === wish.defaultMembershipId) ?? memberships[0];
}

/** The tenant that is asked for, if any; an access token is for one and cannot be used in another. */
function wishedTenant({ tenantId, origin }: Credential, requested: string | null): string | null {
  if (origin.sessionId === null) return requested ?? tenantId;
  if (requested !== null && requested !== tenantId) throw unauthenticated();
  return tenantId;
}

async function account(reader: Reader, found: Credential, requested: string | null): Promise<Principal> {
  const { scope, origin } = found;
  if (!found.account) throw unauthenticated();
  const { userId, isService, email, defaultMembershipId } = found.account;
  const memberships = found.account.memberships.filter((one) =>
    scope !== "TENANT" || one.tenantId === found.tenantId
  );
  if (scope === "TENANT" && memberships.length === 0) throw unauthenticated();
  const tenantId = wishedTenant(found, requested);
  const isOfNone = origin.sessionId !== null && tenantId === null;
  const chosen = isOfNone ? undefined : chooseMembership(memberships, { tenantId, defaultMembershipId });
  // A USER token speaks for the account alone; in a tenant it is nobody (S20).
  const membership = scope === "USER" ? undefined : chosen;
  return {
    kind: isService ? "service account" : "user",
    userId,
    email: scope === null ? email : null,
    tenantId: membership?.tenantId ?? null,
    tenantIds: memberships.map((one) => one.tenantId),
    roleId: membership?.roleId ?? null,
    permissions: membership
      ? await permissionsOf(reader, membership)
      : new Set(!isService && scope === null ? NEWCOMER_PERMISSIONS : ACCOUNT_PERMISSIONS),
    tokenScope: scope,
    origin,
  };
}

async function permissionsOf(reader: Reader, membership: Membership): Promise<ReadonlySet<string>> {
  const fixed = FIXED_PERMISSIONS.get(membership.roleId);
  if (fixed) return fixed;
  const [role] = await reader.select("auth_role", ["permissions"], { id: membership.roleId });
  return new Set((role?.permissions ?? []) as string[]);
}

/** What authentication is done with. */
export interface Authentication {
  /** Where keys, tokens, sessions and memberships are. */
  readonly store: Store;
  readonly accessTokens: AccessTokens;
  /** The time to judge every expiry by, in milliseconds since 1970. */
  readonly now: number;
}

/** What was sent, as far as it can be told without the database. */
interface Sent {
  readonly key: Secret;
  readonly claims: AccessClaims | undefined;
  readonly tenantId: string | null;
}

/** A principal and the credential it comes from, or a refresh token that somebody has used before. */
type Found =
  | { readonly principal: Principal; readonly credential: Credential | undefined }
  | { readonly replayed: RefreshToken };

async function find(reader: Reader, sent: Sent, now: string): Promise<Found> {
  const hash = hashApiKey(sent.key);
  const found = sent.claims ? await findSession(reader, sent.claims) : await findCredential(reader, hash);
  if (!found) {
    const refresh = await findRefreshToken(reader, hash);
    if (!refresh) throw unauthenticated();
    if (refresh.used) return { replayed: refresh };
    if (refresh.expiresAt <= now) throw unauthenticated();
    return { principal: refresher(refresh), credential: undefined };
  }
  if (found.expiresAt !== null && found.expiresAt <= now) throw unauthenticated();
  const principal = found.scope === "RUNNER"
    ? runner(found, sent.tenantId)
    : await account(reader, found, sent.tenantId);
  return { principal, credential: found };
}

async function noteUse(store: Store, { origin, lastUsed }: Credential): Promise<void> {
  const id = origin.keyId ?? origin.tokenId;
  if (id === null || (lastUsed !== null && Date.parse(lastUsed) > Date.now() - USE_INTERVAL)) return;
  const table = origin.keyId === null ? "api_token" : "auth_api_key";
  await store.transaction((transaction) =>
    transaction.update(table, { last_used: currentTimestamp() }, { id })
  );
}

/**
 * Finds out who sends a request to the cloud backend, and in which tenant.
 *
 * Only the `Authorization` header counts; a key in the URL is no key. Keys are found by the hash of what was sent, so
 * no comparison leaks how much of a guess was right. A refresh token that was used before ends its session: either its
 * owner or a thief holds a copy (RFC 9700 §4.14.2).
 *
 * Source: statements S04, S09, S10, S13, S20–S25; `reference/prefect-api.md` §2 and §7.3.
 *
 * @param headers The request's headers: `Authorization` and `X-PREFECT-TENANT-ID`.
 * @param options Where to look, and the time.
 * @returns Who asks, with the permissions in the tenant in use.
 * @throws {ApiError} `UNAUTHENTICATED` when the header is missing or malformed, the key unknown, revoked or expired, or
 * the tenant none of the account's.
 */
export async function authenticate(
  headers: Headers,
  { store, accessTokens, now }: Authentication,
): Promise<Principal> {
  const key = bearerKey(headers);
  const tenantId = requestedTenant(headers);
  const claims = JWT_REGEXP.test(key.reveal()) ? await accessTokens.read(key, now) : undefined;
  const sent = { key, claims, tenantId };
  // Each of the statements is of a moment of its own: a credential is in one table, and never comes back.
  const found = await find(store, sent, formatTimestamp(now));
  if ("replayed" in found) {
    const { sessionId } = found.replayed;
    await store.transaction((transaction) => transaction.delete("session", { id: sessionId }));
    throw unauthenticated();
  }
  if (found.credential) await noteUse(store, found.credential);
  return found.principal;
}
