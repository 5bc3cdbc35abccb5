import type { JsonObject, JsonValue } from "../../core/json.ts";
import { isEmail, normalizeEmail } from "../access/email.ts";
import { forbidden } from "../access/permissions.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { assignableRole } from "./assignable_role.ts";
import { inputOf } from "./input.ts";
import { deleteRows, findRow, findRows, requestedTenant } from "./own_rows.ts";

interface InvitationInput {
  readonly email: string;
  readonly role_id: string;
  readonly tenant_id?: string | null;
}

async function isMember(context: ActionContext, email: string): Promise<boolean> {
  const members = await findRows(context, "membership", { columns: ["user_id"], where: {} });
  const ids = members.map(({ user_id }) => user_id as string);
  return (await context.transaction.select("user", ["id"], { id: ids, email })).length > 0;
}

/** Somebody who is a member already counts as invited: there is nothing to accept. */
async function createInvitation(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { email: written, role_id, ...input } = inputOf<InvitationInput>(args);
  if (!isEmail(written)) throw new ApiError("Invalid email address.");
  const email = normalizeEmail(written);
  const tenant_id = await requestedTenant(context, input.tenant_id);
  if (tenant_id === undefined) throw new ApiError("Invalid tenant ID.");
  const roleId = await assignableRole(context, role_id);
  const invited = await findRow(context, "membership_invitation", { columns: ["id"], where: { email } });
  if (invited || await isMember(context, email)) {
    throw new ApiError(`A user with email "${written}" has already been invited to tenant ${tenant_id}.`);
  }
  const row = { tenant_id, email, role_id: roleId };
  const [invitation] = await context.transaction.insert("membership_invitation", [row]);
  return { id: invitation!.id! };
}

/** Only to a person who speaks for the whole account: a token of one tenant must not take it into another. */
async function acceptInvitation(
  { transaction, principal }: ActionContext,
  args: JsonObject,
): Promise<JsonValue> {
  const { invitation_id: id } = inputOf<{ invitation_id: string }>(args);
  const { kind, userId, email } = principal;
  if (kind !== "user" || email === null) throw forbidden();
  const [invitation] = await transaction.select("membership_invitation", ["tenant_id", "role_id"], {
    id,
    email,
  });
  if (!invitation) throw new ApiError("Invalid invitation ID.");
  const { tenant_id, role_id } = invitation;
  await transaction.delete("membership_invitation", { id });
  const row = { tenant_id: tenant_id!, role_id: role_id!, user_id: userId };
  const [membership] = await transaction.insert("membership", [row]);
  const set = { default_membership_id: membership!.id! };
  await transaction.update("user", set, { id: userId, default_membership_id: null });
  return { id: membership!.id! };
}

async function deleteInvitation(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { invitation_id: id } = inputOf<{ invitation_id: string }>(args);
  const { email, tenantId, permissions } = context.principal;
  if (email !== null && await context.transaction.delete("membership_invitation", { id, email }) > 0) {
    return { success: true };
  }
  if (tenantId === null || !permissions.has("delete:membership-invitation")) throw forbidden();
  return { success: await deleteRows(context, "membership_invitation", { where: { id } }) };
}

/** Mutations of invitations. Source: `reference/prefect-api.md` §9.2 (names, shapes and the text of the refusal). */
export const membershipInvitationActions: Actions = {
  create_membership_invitation: createInvitation,
  accept_membership_invitation: acceptInvitation,
  delete_membership_invitation: deleteInvitation,
};
