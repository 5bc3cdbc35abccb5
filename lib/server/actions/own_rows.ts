/**
 * The one way for actions to reach rows by id. On the cloud backend a row of a tenant that is not in use looks
 * exactly like a row that does not exist; who reads through this file cannot forget that.
 *
 * @module
 */
import type { JsonValue } from "../../core/json.ts";
import { forbidden } from "../access/permissions.ts";
import type { Principal } from "../access/principal.ts";
import type { Row, Where } from "../model/row.ts";
import type { SelectOptions } from "../store/store.ts";
import type { ActionContext, QueryContext } from "./action.ts";

/** Where rows are, and whose may be reached and changed. */
export type RowContext = Pick<ActionContext, "transaction" | "principal">;

/**
 * The tenant in use; an account that is in none has no rows.
 *
 * @param principal Who asks, on the cloud backend.
 * @returns The id of the tenant.
 * @throws {ApiError} `FORBIDDEN` when the principal is in none.
 */
export function tenantInUse(principal: Principal): string {
  if (principal.tenantId === null) throw forbidden();
  return principal.tenantId;
}

/**
 * Narrows conditions to the rows that a principal may know of.
 *
 * @param context Whose rows.
 * @param where Conditions on a table with a `tenant_id`.
 * @returns The conditions, and on the cloud backend that the row is of the tenant in use.
 * @throws {ApiError} `FORBIDDEN` when the account is a member of no tenant.
 */
export function ownRows({ principal }: QueryContext, where: Where): Where {
  return principal.kind === "open" ? where : { ...where, tenant_id: tenantInUse(principal) };
}

/** Which columns of which rows. */
export interface Reading<K extends string> extends SelectOptions {
  readonly columns: readonly K[];
  readonly where: Where;
}

/**
 * The rows of a table that the principal may know of.
 *
 * @typeParam K The names of the columns.
 * @param context Whose rows.
 * @param table A table with a `tenant_id`.
 * @param options The columns, the conditions, the order and the limit.
 * @returns The rows.
 * @throws {ApiError} `FORBIDDEN` when the account is a member of no tenant.
 */
export async function findRows<K extends string>(
  context: QueryContext,
  table: string,
  { columns, where, ...options }: Reading<K>,
): Promise<Record<K, JsonValue>[]> {
  const rows = await context.transaction.select(table, columns, ownRows(context, where), options);
  return rows as Record<K, JsonValue>[];
}

/**
 * The first of the rows of a table that the principal may know of.
 *
 * @typeParam K The names of the columns.
 * @param context Whose row.
 * @param table A table with a `tenant_id`.
 * @param options The columns, the conditions and the order.
 * @returns The row, or `undefined` when there is none.
 * @throws {ApiError} `FORBIDDEN` when the account is a member of no tenant.
 */
export async function findRow<K extends string>(
  context: QueryContext,
  table: string,
  options: Reading<K>,
): Promise<Record<K, JsonValue> | undefined> {
  const [row] = await findRows(context, table, { ...options, limit: 1 });
  return row;
}

/**
 * Changes rows that the principal may know of.
 *
 * @param context Whose rows.
 * @param table A table with a `tenant_id`.
 * @param options `set` is what they get, `where` says which.
 * @returns Whether there was any.
 * @throws {ApiError} `FORBIDDEN` when the account is a member of no tenant.
 */
export async function updateRows(
  context: RowContext,
  table: string,
  { set, where }: { readonly set: Row; readonly where: Where },
): Promise<boolean> {
  return await context.transaction.update(table, set, ownRows(context, where)) > 0;
}

/**
 * Removes rows that the principal may know of, and what hangs on them.
 *
 * @param context Whose rows.
 * @param table A table with a `tenant_id`.
 * @param options `where` says which.
 * @returns Whether there was any.
 * @throws {ApiError} `FORBIDDEN` when the account is a member of no tenant.
 */
export async function deleteRows(
  context: RowContext,
  table: string,
  { where }: { readonly where: Where },
): Promise<boolean> {
  return await context.transaction.delete(table, ownRows(context, where)) > 0;
}

/**
 * Tells whether an input's `tenant_id` names a tenant that the principal works in.
 *
 * @param context Who asks.
 * @param tenantId The tenant of the input.
 * @returns On the cloud backend whether it is the tenant in use, otherwise whether it exists.
 */
export async function isOwnTenant(
  { principal, transaction }: QueryContext,
  tenantId: string,
): Promise<boolean> {
  if (principal.kind !== "open") return principal.tenantId === tenantId;
  return (await transaction.select("tenant", ["id"], { id: tenantId })).length > 0;
}

/**
 * The tenant that an input means.
 *
 * @param context Who asks.
 * @param tenantId The tenant of the input; left out on the cloud backend it is the tenant in use.
 * @returns Its id; `undefined` when the principal does not work in it.
 * @throws {ApiError} `FORBIDDEN` when the input names none and the principal is in none.
 */
export async function requestedTenant(
  context: QueryContext,
  tenantId: string | null | undefined,
): Promise<string | undefined> {
  const id = tenantId ?? tenantInUse(context.principal);
  return await isOwnTenant(context, id) ? id : undefined;
}
