import type { Secret } from "../../core/secret.ts";
import { unauthenticated } from "../access/authenticate.ts";
import { type Person, readIdToken } from "../access/id_token.ts";
import type { ActionContext } from "./action.ts";

/** The oldest account of a person with this address, made when there is none. */
async function findAccount({ transaction }: ActionContext, person: Person): Promise<string> {
  const { email, firstName: first_name, lastName: last_name } = person;
  const [known] = await transaction.select("user", ["id"], { email, account_type: "USER" }, {
    orderBy: [["created", "asc"]],
    limit: 1,
  });
  if (known) return known.id as string;
  const [made] = await transaction.insert("user", [{ username: email, email, first_name, last_name }]);
  return made!.id as string;
}

/** The tenant of the account's default membership, else of its oldest. */
async function firstTenant({ transaction }: ActionContext, userId: string): Promise<string | null> {
  const [user] = await transaction.select("user", ["default_membership_id"], { id: userId });
  const memberships = await transaction.select("membership", ["id", "tenant_id"], { user_id: userId }, {
    orderBy: [["created", "asc"]],
  });
  const chosen = memberships.find(({ id }) => id === user!.default_membership_id) ?? memberships[0];
  return (chosen?.tenant_id ?? null) as string | null;
}

/**
 * Finds the account of whoever holds an id token. Somebody new gets an account, which is a member of no tenant until
 * it makes one or accepts an invitation.
 *
 * No source shows how Cloud finds accounts; here it is by the address that the issuer has verified.
 *
 * @param context The issuer, the time and where accounts are.
 * @param idToken As it was sent.
 * @returns The account and the tenant to begin in; `null` for a member of none.
 * @throws {ApiError} `UNAUTHENTICATED` when no issuer is configured or the token proves nothing.
 */
export async function logIn(
  context: ActionContext,
  idToken: Secret,
): Promise<{ readonly userId: string; readonly tenantId: string | null }> {
  const { issuer, now } = context;
  const person = issuer && await readIdToken(idToken, { issuer, now });
  if (!person) throw unauthenticated();
  const userId = await findAccount(context, person);
  return { userId, tenantId: await firstTenant(context, userId) };
}
