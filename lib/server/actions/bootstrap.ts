import type { Secret } from "../../core/secret.ts";
import { ROLES } from "../access/roles.ts";
import type { Store, Transaction } from "../store/store.ts";

/** What a database is to have before the first request. */
export interface BootstrapOptions {
  readonly backend: "server" | "cloud";
  /** The key of the first administrator; any text that a header can carry. Cloud backend only. */
  readonly adminKey?: Secret | undefined;
  /** `demo`: deterministic data to look at and to test with. */
  readonly seed?: "demo" | undefined;
}

/** Fixed ids, so that a second start finds what the first made. */
const TENANT_ID = "00000000-0000-4000-8000-000000000001";
const ADMIN_ID = "00000000-0000-4000-8000-0000000000a1";
const MEMBERSHIP_ID = "00000000-0000-4000-8000-0000000000b1";

/** A start that finds the roles as they are writes nothing. */
async function addRoles(transaction: Transaction): Promise<void> {
  const roles = Object.values(ROLES).map((role) => ({ ...role, permissions: [...role.permissions] }));
  const found = await transaction.select("auth_role", Object.keys(roles[0]!), {
    id: roles.map(({ id }) => id),
  });
  const known = new Set(found.map((row) => JSON.stringify(row)));
  const others = roles.filter((role) => !known.has(JSON.stringify(role)));
  await transaction.insert("auth_role", others, { onConflict: "ignore" });
  await transaction.updateEach("auth_role", others);
}

/** Changes nothing: every tenant has an id. It fails where nothing can be written, before somebody's first mutation does. */
async function checkWritable(transaction: Transaction): Promise<void> {
  await transaction.update("tenant", { name: "" }, { id: null });
}

/** @returns The id of the oldest tenant; a first one is made when there is none. */
async function firstTenant(transaction: Transaction): Promise<string> {
  const [oldest] = await transaction.select("tenant", ["id"], {}, {
    orderBy: [["created", "asc"]],
    limit: 1,
  });
  if (oldest) return oldest.id as string;
  await transaction.insert("tenant", [{ id: TENANT_ID, name: "default", slug: "default" }]);
  return TENANT_ID;
}

async function addAdministrator(
  transaction: Transaction,
  tenantId: string,
  { key }: { readonly key: Secret | undefined },
): Promise<void> {
  const account = {
    id: ADMIN_ID,
    username: "admin",
    first_name: "Admin",
    default_membership_id: MEMBERSHIP_ID,
  };
  const membership = {
    id: MEMBERSHIP_ID,
    tenant_id: tenantId,
    user_id: ADMIN_ID,
    role_id: ROLES.TENANT_ADMIN.id,
  };
  await transaction.insert("user", [account], { onConflict: "ignore" });
  await transaction.insert("membership", [membership], { onConflict: "ignore" });
  if (!key) return;
  const { hashApiKey } = await import("../access/api_key.ts");
  const row = { name: "Administrator", user_id: ADMIN_ID, created_by_id: ADMIN_ID, hash: hashApiKey(key) };
  await transaction.insert("auth_api_key", [row], { onConflict: "ignore" });
}

/**
 * Prepares a database, new or used: the roles, a first tenant, on the cloud backend its administrator with the given key,
 * and demo data when asked for. What is there already stays; another administrator's key is added.
 *
 * @param store The database.
 * @param options What it is to have.
 * @throws {DatabaseFault} When the database cannot be written to, though everything may be there already.
 *
 * @example The first tenant
 * ```ts
 * import { openSqlite } from "../store/sqlite.ts";
 * import { bootstrap } from "./bootstrap.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const store = openSqlite(":memory:");
 * await bootstrap(store, { backend: "server" });
 * const tenants = await store.transaction((transaction) => transaction.select("tenant", ["slug"], {}));
 * assertEquals(tenants, [{ slug: "default" }]);
 * await store.close();
 * ```
 */
export async function bootstrap(store: Store, options: BootstrapOptions): Promise<void> {
  const { backend, adminKey, seed } = options;
  await store.transaction(async (transaction) => {
    await checkWritable(transaction);
    await addRoles(transaction);
    const tenantId = await firstTenant(transaction);
    if (backend === "cloud") await addAdministrator(transaction, tenantId, { key: adminKey });
    if (seed === "demo") {
      const { seedDemo } = await import("./seed_demo.ts");
      await seedDemo(transaction, { tenantId, adminId: backend === "cloud" ? ADMIN_ID : undefined });
    }
  });
}
