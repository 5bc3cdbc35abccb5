import type { JsonObject, JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions, QueryContext, ServiceQueries } from "./action.ts";
import { inputOf } from "./input.ts";
import { deleteRows, findRow, findRows } from "./own_rows.ts";
import { putOwnRow } from "./put_own_row.ts";

async function setSecret(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { name, value = null } = inputOf<{ name: string; value?: JsonValue }>(args);
  if (name === "") throw new ApiError("A secret name must be provided.");
  await putOwnRow(context, "secret", { key: { name }, set: { value } });
  return { success: true };
}

async function secretNames(context: QueryContext): Promise<JsonValue> {
  const rows = await findRows(context, "secret", {
    columns: ["name"],
    where: {},
    orderBy: [["name", "asc"]],
  });
  return rows.map(({ name }) => name);
}

async function secretValue(context: QueryContext, { name }: JsonObject): Promise<JsonValue> {
  const secret = await findRow(context, "secret", { columns: ["value"], where: { name: name as string } });
  // Clients look for this text (`reference/prefect-api.md` §2.4).
  if (!secret) throw new ApiError("No value found for the requested key");
  return secret.value;
}

/** What is asked of secrets. Source: `reference/prefect-api.md` §2.4, §9.1. */
export const secretQueries: ServiceQueries = { secret_names: secretNames, secret_value: secretValue };

/**
 * Secrets of the tenant in use, on the cloud backend; no table shows them. What no source shows: deleting a secret that is
 * not there answers `success: false`, and a secret has a name.
 *
 * Source: `reference/prefect-api.md` §2.4, §9.1.
 */
export const secretActions: Actions = {
  set_secret: setSecret,
  async delete_secret(context, args) {
    const { name } = inputOf<{ name: string }>(args);
    return { success: await deleteRows(context, "secret", { where: { name } }) };
  },
};
