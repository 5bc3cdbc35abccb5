import { SQLITE_STOPPABLE } from "../../../lib/server/sql/sqlite_dialect.ts";
import { openSqlite } from "../../../lib/server/store/sqlite.ts";

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
