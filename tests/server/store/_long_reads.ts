import { SQLITE_STOPPABLE } from "../../../lib/server/sql/sqlite_dialect.ts";
import { openSqlite } from "../../../lib/server/store/sqlite.ts";
import type { Store } from "../../../lib/server/store/store.ts";

const { checkpoint } = SQLITE_STOPPABLE;

/** Looks at ten to the ninth rows of a file of {@linkcode fillTenants}; nobody waits for its end. */
export const ENDLESS = `SELECT count(*) AS json FROM tenant AS a, tenant AS b, tenant AS c WHERE ${
  ["a", "b", "c"].map((name) => checkpoint!(name)).join(" AND ")
}`;

/** Makes a file with a thousand tenants. */
export async function fillTenants(path: string): Promise<void> {
  const store = openSqlite(path);
  const rows = Array.from({ length: 1000 }, (_, n) => ({ name: `Tenant ${n}`, slug: `tenant-${n}` }));
  await store.transaction((transaction) => transaction.insert("tenant", rows));
  await store.close();
}

/** Makes flows in one project, so that flows of flows of flows are more than anybody waits for. */
export async function addFlows(store: Store, count: number): Promise<void> {
  await store.transaction(async (transaction) => {
    const [tenant] = await transaction.insert("tenant", [{ name: "A", slug: "a" }]);
    const owned = { tenant_id: tenant!.id! };
    const [project] = await transaction.insert("project", [{ ...owned, name: "p" }]);
    const [group] = await transaction.insert("flow_group", [owned]);
    const flow = { ...owned, project_id: project!.id!, flow_group_id: group!.id!, version: 1 };
    const flows = Array.from({ length: count }, (_, n) => ({ ...flow, name: `flow ${n}` }));
    await transaction.insert("flow", flows);
  });
}
