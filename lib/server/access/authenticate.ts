import type { JsonValue } from "../../core/json.ts";
import { Secret } from "../../core/secret.ts";
import { currentTimestamp, formatTimestamp } from "../../core/timestamp.ts";
import { parsePythonUuid } from "../../core/uuid.ts";
import { ApiError } from "../model/api_error.ts";
import type { Store, Transaction } from "../store/store.ts";
import { hashApiKey } from "./api_key.ts";
import type { Principal } from "./principal.ts";
import { ACCOUNT_PERMISSIONS, ROLES } from "./roles.ts";

/** Blanks around and between are tolerated; a second value, which arrives joined with a blank, is not. */
const BEARER_REGEXP = /^\s*bearer\s+(\S+)\s*$/i;

/** `last_used` is written at most this often, in milliseconds: authentication stays a read. */
const USE_INTERVAL = 60_000;

/** Spellings of "no tenant" that browsers send (`reference/clients.md` (e)). */
const UNSET_TENANTS: ReadonlySet<string> = new Set(["", "null", "undefined"]);

/** A key or a token as it is stored; keys have no scope and belong to no tenant. */
interface Credential {
  readonly table: "auth_api_key" | "api_token";
  readonly id: string;
  readonly userId: string | null;
  readonly tenantId: string | null;
  readonly scope: Principal["tokenScope"];
  readonly expiresAt: string | null;
  readonly lastUsed: string | null;
}

interface Membership {
  readonly id: string;
  readonly tenantId: string;
  readonly roleId: string;
}

function unauthenticated(message = "Unauthenticated"): ApiError {
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

async function findCredential(transaction: Transaction, hash: string): Promise<Credential | undefined> {
  const common = ["id", "user_id", "expires_at", "last_used"];
  const [key] = await transaction.select("auth_api_key", [...common, "default_tenant_id"], { hash });
  if (key) return credential("auth_api_key", key);
  const [token] = await transaction.select("api_token", [...common, "scope", "tenant_id"], { hash });
  return token && credential("api_token", token);
}

function credential(table: Credential["table"], row: Record<string, JsonValue>): Credential {
  return {
    table,
    id: row.id as string,
    userId: row.user_id as string | null,
    tenantId: (table === "api_token" ? row.tenant_id : row.default_tenant_id) as string | null,
    scope: (row.scope ?? null) as Principal["tokenScope"],
    expiresAt: row.expires_at as string | null,
    lastUsed: row.last_used as string | null,
  };
}

async function noteUse(transaction: Transaction, { table, id, lastUsed }: Credential): Promise<void> {
  if (lastUsed !== null && lastUsed > formatTimestamp(Date.now() - USE_INTERVAL)) return;
  await transaction.update(table, { last_used: currentTimestamp() }, { id });
}

/** A runner token stands for nobody: it has a role in its tenant. */
function runner({ tenantId }: Credential, requested: string | null): Principal {
  if (tenantId === null || (requested !== null && requested !== tenantId)) throw unauthenticated();
  return {
    kind: "runner",
    userId: null,
    tenantId,
    tenantIds: [tenantId],
    roleId: ROLES.RUNNER.id,
    permissions: new Set(ROLES.RUNNER.permissions),
    tokenScope: "RUNNER",
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

async function account(
  transaction: Transaction,
  { userId, tenantId, scope }: Credential,
  requested: string | null,
): Promise<Principal> {
  const columns = ["account_type", "default_membership_id"];
  const [user] = await transaction.select("user", columns, { id: userId });
  if (!user) throw unauthenticated();
  const rows = await transaction.select("membership", ["id", "tenant_id", "role_id"], { user_id: userId }, {
    orderBy: [["created", "asc"]],
  });
  const all = rows.map((row) => ({
    id: row.id as string,
    tenantId: row.tenant_id as string,
    roleId: row.role_id as string,
  }));
  const memberships = scope === "TENANT" ? all.filter((one) => one.tenantId === tenantId) : all;
  if (scope === "TENANT" && memberships.length === 0) throw unauthenticated();
  const membership = chooseMembership(memberships, {
    tenantId: requested ?? tenantId,
    defaultMembershipId: user.default_membership_id as string | null,
  });
  return {
    kind: user.account_type === "SERVICE" ? "service account" : "user",
    userId,
    tenantId: membership?.tenantId ?? null,
    tenantIds: memberships.map((one) => one.tenantId),
    roleId: membership?.roleId ?? null,
    permissions: await permissionsOf(transaction, scope === "USER" ? undefined : membership),
    tokenScope: scope,
  };
}

async function permissionsOf(
  transaction: Transaction,
  membership: Membership | undefined,
): Promise<ReadonlySet<string>> {
  if (!membership) return new Set(ACCOUNT_PERMISSIONS);
  const [role] = await transaction.select("auth_role", ["permissions"], { id: membership.roleId });
  return new Set((role?.permissions ?? []) as string[]);
}

/**
 * Finds out who sends a request to the cloud backend, and in which tenant.
 *
 * Only the `Authorization` header counts; a key in the URL is no key. Keys are found by the hash of what was sent, so
 * no comparison leaks how much of a guess was right.
 *
 * Source: statements S04, S09, S10, S13, S20, S24, S25; `reference/prefect-api.md` §2 and §7.3.
 *
 * @param headers The request's headers: `Authorization` and `X-PREFECT-TENANT-ID`.
 * @param store Where keys, tokens and memberships are.
 * @returns Who asks, with the permissions in the tenant in use.
 * @throws {ApiError} `UNAUTHENTICATED` when the header is missing or malformed, the key unknown, revoked or expired, or
 * the tenant none of the account's.
 */
export async function authenticate(headers: Headers, store: Store): Promise<Principal> {
  const hash = hashApiKey(bearerKey(headers));
  const requested = requestedTenant(headers);
  return await store.transaction(async (transaction) => {
    const found = await findCredential(transaction, hash);
    if (!found) throw unauthenticated();
    if (found.expiresAt !== null && found.expiresAt <= currentTimestamp()) throw unauthenticated();
    const principal = found.scope === "RUNNER"
      ? runner(found, requested)
      : await account(transaction, found, requested);
    await noteUse(transaction, found);
    return principal;
  });
}
