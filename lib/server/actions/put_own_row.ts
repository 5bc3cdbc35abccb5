import type { Row } from "../model/row.ts";
import type { ActionContext } from "./action.ts";
import { findRow, tenantInUse, updateRows } from "./own_rows.ts";

/**
 * Sets columns of the one row of the tenant in use that has a key, and makes the row when there is none. Its id
 * stays the same. Cloud backend only.
 *
 * @param context Whose row.
 * @param table A table with a `tenant_id`.
 * @param options `key`: columns that are unique within a tenant; `set`: the others.
 * @returns The id of the row.
 * @throws {ApiError} `FORBIDDEN` when the account is a member of no tenant.
 */
export async function putOwnRow(
  context: ActionContext,
  table: string,
  { key, set }: { readonly key: Readonly<Record<string, string>>; readonly set: Row },
): Promise<string> {
  const found = await findRow(context, table, { columns: ["id"], where: key });
  if (found) {
    const id = found.id as string;
    await updateRows(context, table, { set, where: { id } });
    return id;
  }
  const row = { tenant_id: tenantInUse(context.principal), ...key, ...set };
  const [inserted] = await context.transaction.insert(table, [row]);
  return inserted!.id as string;
}
