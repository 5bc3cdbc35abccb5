import { type RoleName, ROLES } from "../../access/roles.ts";
import type { Transaction } from "../../store/store.ts";
import type { DemoRandom } from "./random.ts";

/** Who is in which tenant, by its place in the list of tenants: the first one, Acme, Globex. */
const ACCOUNTS: ReadonlyArray<{
  readonly name: string;
  readonly type: "USER" | "SERVICE";
  readonly roles: ReadonlyArray<RoleName | null>;
}> = [
  { name: "ada", type: "USER", roles: ["USER", null, "TENANT_ADMIN"] },
  { name: "rosa", type: "USER", roles: ["READ_ONLY_USER", "USER", null] },
  { name: "gene", type: "USER", roles: [null, "READ_ONLY_USER", "USER"] },
  { name: "agent-smith", type: "SERVICE", roles: ["RUNNER", null, null] },
  { name: "build-bot", type: "SERVICE", roles: [null, "USER", null] },
];

/**
 * Adds accounts with memberships. Nobody gets a key: keys are shown once, when they are made.
 *
 * @param transaction Where to write.
 * @param random Decides the ids.
 * @param options `tenantIds` are the first tenant, Acme and Globex; the administrator of the first administers Acme too,
 * and only reads in Globex.
 */
export async function addDemoAccounts(
  transaction: Transaction,
  random: DemoRandom,
  { tenantIds, adminId }: { readonly tenantIds: readonly string[]; readonly adminId: string },
): Promise<void> {
  const users = ACCOUNTS.map(({ name, type }) => ({
    id: random.uuid(),
    username: name,
    first_name: name,
    email: type === "USER" ? `${name}@example.com` : null,
    account_type: type,
  }));
  const memberships = ACCOUNTS.flatMap(({ roles }, who) =>
    roles.flatMap((role, where) => role ? [{ user_id: users[who]!.id, tenant: where, role }] : [])
  );
  await transaction.insert("user", users);
  await transaction.insert(
    "membership",
    [
      ...memberships,
      { user_id: adminId, tenant: 1, role: "TENANT_ADMIN" as const },
      { user_id: adminId, tenant: 2, role: "READ_ONLY_USER" as const },
    ].map(({ user_id, tenant, role }) => ({
      id: random.uuid(),
      user_id,
      tenant_id: tenantIds[tenant]!,
      role_id: ROLES[role].id,
    })),
  );
}
