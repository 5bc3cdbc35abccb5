import { assertEquals } from "@std/assert";
import type { JsonObject } from "../../../lib/core/json.ts";
import type { Principal } from "../../../lib/server/access/principal.ts";
import { ROLES } from "../../../lib/server/access/roles.ts";
import { ADMIN_KEY, codeOf, messageOf, NOBODY, type TestServer, withServer } from "./_test_server.ts";

const EMAIL = "new@example.com";

/** The administrator of the first tenant, and the tenant. */
async function admin(server: TestServer): Promise<Principal & { readonly tenantId: string }> {
  const principal = await server.principal(ADMIN_KEY);
  return { ...principal, tenantId: principal.tenantId! };
}

/** A person with an address who is a member of no tenant. */
async function stranger(server: TestServer, email = EMAIL): Promise<Principal> {
  const user = await server.insert("user", { username: email, email });
  const key = await server.mutate("create_api_key", { user_id: user.id!, name: "k" }, {
    principal: { ...await admin(server), userId: user.id as string },
  });
  return await server.principal(key.key as string);
}

/** Somebody in the tenant whose rights are these. */
function withRights(principal: Principal, ...permissions: string[]): Principal {
  return { ...principal, permissions: new Set(permissions) };
}

Deno.test("create_membership_invitation() invites an address once, in Cloud's words", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const invite = (email: string) =>
      server.mutate("create_membership_invitation", { email, role_id: ROLES.USER.id }, { principal });
    const { id } = await invite(" New@Example.com");
    const rows = await server.rows("membership_invitation", ["id", "email", "tenant_id", "role_id"]);
    assertEquals(rows, [{ id: id!, email: EMAIL, tenant_id: principal.tenantId, role_id: ROLES.USER.id }]);
    const refused =
      `A user with email "NEW@example.com" has already been invited to tenant ${principal.tenantId}.`;
    assertEquals(await messageOf(invite("NEW@example.com")), refused);
    const { userId } = await server.addMember(principal.tenantId, ROLES.USER.id);
    await server.update("user", { set: { email: "member@example.com" }, where: { id: userId } });
    const already =
      `A user with email "member@example.com" has already been invited to tenant ${principal.tenantId}.`;
    assertEquals(await messageOf(invite("member@example.com")), already);
    assertEquals(await messageOf(invite("nobody")), "Invalid email address.");
  }));

Deno.test("create_membership_invitation() gives no more than one has, and into no other tenant", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const { tenantId: foreign } = await server.addTenant("foreign");
    const invite = (input: JsonObject, by: Principal) =>
      server.mutate("create_membership_invitation", { email: EMAIL, role_id: ROLES.USER.id, ...input }, {
        principal: by,
      });
    assertEquals(await messageOf(invite({ tenant_id: foreign }, principal)), "Invalid tenant ID.");
    assertEquals(await messageOf(invite({ role_id: NOBODY }, principal)), "Invalid role ID.");
    const lesser = withRights(principal, "create:membership-invitation");
    assertEquals(await codeOf(invite({}, lesser)), "FORBIDDEN");
    assertEquals(await server.rows("membership_invitation", ["id"]), []);
    assertEquals(await codeOf(invite({ tenant_id: principal.tenantId }, principal)), "no error");
  }));

Deno.test("accept_membership_invitation() is for the address alone, once, and gives the role", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const [invited, other] = [await stranger(server), await stranger(server, "other@example.com")];
    const { id: invitation_id } = await server.mutate("create_membership_invitation", {
      email: EMAIL,
      role_id: ROLES.READ_ONLY_USER.id,
    }, { principal });
    const accept = (by: Principal) =>
      server.mutate("accept_membership_invitation", { invitation_id: invitation_id! }, { principal: by });
    assertEquals(await messageOf(accept(other)), "Invalid invitation ID.");
    assertEquals(await codeOf(accept({ ...invited, email: null, tokenScope: "TENANT" })), "FORBIDDEN");
    assertEquals(await codeOf(accept({ ...invited, kind: "service account" })), "FORBIDDEN");
    const { id } = await accept(invited);
    const where = { user_id: invited.userId };
    assertEquals(await server.rows("membership", ["id", "tenant_id", "role_id"], { where }), [
      { id: id!, tenant_id: principal.tenantId, role_id: ROLES.READ_ONLY_USER.id },
    ]);
    const [user] = await server.rows("user", ["default_membership_id"], { where: { id: invited.userId } });
    assertEquals(user!.default_membership_id, id!);
    assertEquals(await messageOf(accept(invited)), "Invalid invitation ID.");
  }));

Deno.test("delete_membership_invitation() is for the address and for those who may", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const [invited, other] = [await stranger(server), await stranger(server, "other@example.com")];
    const invite = async () =>
      (await server.mutate("create_membership_invitation", { email: EMAIL, role_id: ROLES.USER.id }, {
        principal,
      })).id as string;
    const remove = (invitation_id: string, by: Principal) =>
      server.mutate("delete_membership_invitation", { invitation_id }, { principal: by });
    const first = await invite();
    assertEquals(await codeOf(remove(first, other)), "FORBIDDEN");
    assertEquals(await codeOf(remove(first, withRights(principal))), "FORBIDDEN");
    assertEquals(await remove(first, invited), { success: true });
    assertEquals(await remove(await invite(), principal), { success: true });
    assertEquals(await remove(first, principal), { success: false });
  }));

Deno.test("delete_membership() takes somebody out, with the tokens of the membership", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const { tenantId: tenant_id } = principal;
    const { userId: user_id, membershipId: membership_id } = await server.addMember(tenant_id, ROLES.USER.id);
    const holder = { ...principal, userId: user_id };
    const { token } = await server.mutate("create_api_token", { name: "t", scope: "TENANT" }, {
      principal: holder,
    });
    const remove = (by: Principal) =>
      server.mutate("delete_membership", { membership_id }, { principal: by });
    assertEquals(await codeOf(remove(withRights(principal, "delete:membership"))), "FORBIDDEN");
    assertEquals(await codeOf(server.principal(token as string)), "no error");
    assertEquals([await remove(principal), await remove(principal)], [{ success: true }, { success: false }]);
    await server.insert("membership", { tenant_id, user_id, role_id: ROLES.USER.id });
    assertEquals(await codeOf(server.principal(token as string)), "UNAUTHENTICATED");
    const service = await server.addMember(tenant_id, ROLES.USER.id, { type: "SERVICE" });
    const leave = server.mutate("delete_membership", { membership_id: service.membershipId }, { principal });
    assertEquals(await messageOf(leave), "Service accounts cannot leave their tenant.");
  }));

Deno.test("keepAdministrator() lets the last administrator of a tenant be neither removed nor demoted", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const { tenantId: tenant_id } = principal;
    const [own] = await server.rows("membership", ["id"], { where: { user_id: principal.userId } });
    const membership_id = own!.id as string;
    const remove = () => server.mutate("delete_membership", { membership_id }, { principal });
    const setRole = (role_id: string) =>
      server.mutate("set_membership_role", { membership_id, role_id }, { principal });
    const refused = "A tenant must keep at least one administrator.";
    await server.addMember((await server.addTenant("other")).tenantId, ROLES.TENANT_ADMIN.id);
    assertEquals([await messageOf(remove()), await messageOf(setRole(ROLES.USER.id))], [refused, refused]);
    assertEquals(await setRole(ROLES.TENANT_ADMIN.id), { id: membership_id });
    const { userId } = await server.addMember(tenant_id, ROLES.TENANT_ADMIN.id, { type: "SERVICE" });
    assertEquals(await setRole(ROLES.USER.id), { id: membership_id });
    const removeService = () => server.mutate("delete_service_account", { user_id: userId }, { principal });
    assertEquals(await messageOf(removeService()), refused);
    await server.addMember(tenant_id, ROLES.TENANT_ADMIN.id);
    assertEquals([await removeService(), await remove()], [{ success: true }, { success: true }]);
  }));

Deno.test("create_custom_role() makes a role of known permissions that one has, under a new name", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const create = (name: string, permissions: string[], by: Principal = principal) =>
      server.mutate("create_custom_role", { name, permissions }, { principal: by });
    const { id } = await create("Deleter", ["read:flow", "delete:flow", "read:flow"]);
    assertEquals(
      await server.rows("auth_role", ["name", "tenant_id", "permissions"], { where: { id: id as string } }),
      [
        { name: "Deleter", tenant_id: principal.tenantId, permissions: ["delete:flow", "read:flow"] },
      ],
    );
    assertEquals(await messageOf(create("x", ["fly:flow"])), "Invalid permission: fly:flow");
    assertEquals(await messageOf(create("Deleter", [])), "Uniqueness violation.");
    assertEquals(await messageOf(create("TENANT_ADMIN", [])), "Uniqueness violation.");
    const lesser = withRights(principal, "create:role", "read:flow");
    assertEquals(await codeOf(create("y", ["read:flow", "delete:flow"], lesser)), "FORBIDDEN");
    assertEquals(await codeOf(create("y", ["read:flow"], lesser)), "no error");
  }));

Deno.test("update_custom_role_permissions() changes what its holders may do, and no default role", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const { id } = await server.mutate("create_custom_role", { name: "r", permissions: ["read:flow"] }, {
      principal,
    });
    const { userId: user_id } = await server.addMember(principal.tenantId, id as string);
    const { key } = await server.mutate("create_api_key", { user_id, name: "k" }, {
      principal: { ...principal, userId: user_id },
    });
    const update = (role_id: string, permissions: string[], by: Principal = principal) =>
      server.mutate("update_custom_role_permissions", { role_id, permissions }, { principal: by });
    assertEquals(await update(id as string, ["read:run", "create:run"]), { success: true });
    assertEquals([...(await server.principal(key as string)).permissions], ["create:run", "read:run"]);
    const lesser = withRights(principal, "update:role", "read:run");
    assertEquals(await codeOf(update(id as string, ["read:run"], lesser)), "FORBIDDEN");
    assertEquals(await messageOf(update(ROLES.USER.id, [])), "Default roles cannot be changed.");
    assertEquals(await messageOf(update(NOBODY, [])), "Invalid role ID.");
  }));

Deno.test("delete_custom_role() removes a role that neither a member nor an invitation has", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const { id } = await server.mutate("create_custom_role", { name: "r", permissions: [] }, { principal });
    const role_id = id as string;
    const remove = (role: string) => server.mutate("delete_custom_role", { role_id: role }, { principal });
    const { membershipId } = await server.addMember(principal.tenantId, role_id);
    const inUse = "Roles in use cannot be deleted.";
    assertEquals(await messageOf(remove(role_id)), inUse);
    await server.mutate("create_membership_invitation", { email: EMAIL, role_id }, { principal });
    await server.mutate("delete_membership", { membership_id: membershipId }, { principal });
    assertEquals(await messageOf(remove(role_id)), inUse);
    await server.store.transaction((transaction) => transaction.delete("membership_invitation", {}));
    assertEquals(await remove(role_id), { success: true });
    assertEquals(await messageOf(remove(ROLES.USER.id)), "Default roles cannot be changed.");
  }));

Deno.test("update_user_details() and update_user_settings() change one's own account as a person", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const caller = { principal };
    const id = principal.userId!;
    assertEquals(await server.mutate("update_user_details", { last_name: "L" }, caller), { id });
    await server.mutate("update_user_settings", { settings: { a: 1, b: { c: 1 } } }, caller);
    assertEquals(await server.mutate("update_user_settings", { settings: { b: null } }, caller), { id });
    assertEquals(await server.rows("user", ["first_name", "last_name", "settings"], { where: { id } }), [
      { first_name: "Admin", last_name: "L", settings: { a: 1, b: null } },
    ]);
    const list = server.mutate("update_user_settings", { settings: [] }, caller);
    assertEquals(await messageOf(list), "'settings' must be a JSON object");
    const strangers: Principal[] = [
      { ...principal, kind: "service account" },
      { ...principal, kind: "runner", userId: null },
      { ...principal, tokenScope: "TENANT" },
    ];
    for (const by of strangers) {
      const details = server.mutate("update_user_details", { last_name: "X" }, { principal: by });
      assertEquals(await codeOf(details), "FORBIDDEN");
    }
  }));

Deno.test("update_tenant_name(), _slug() and _settings() change the tenant in use where none is named", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const caller = { principal };
    const id = principal.tenantId;
    assertEquals(await server.mutate("update_tenant_name", { name: "N" }, caller), { id });
    assertEquals(await server.mutate("update_tenant_slug", { slug: "s", tenant_id: null }, caller), { id });
    assertEquals(await server.mutate("update_tenant_settings", { settings: { a: 1 } }, caller), { id });
    assertEquals(await server.rows("tenant", ["name", "slug", "settings"]), [
      { name: "N", slug: "s", settings: { a: 1 } },
    ]);
    const nowhere = { principal: { ...principal, tenantId: null } };
    assertEquals(await codeOf(server.mutate("update_tenant_name", { name: "X" }, nowhere)), "FORBIDDEN");
  }));

Deno.test("delete_tenant() takes its service accounts along, and no person", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const service = await server.addMember(principal.tenantId, ROLES.USER.id, { type: "SERVICE" });
    const person = await server.addMember(principal.tenantId, ROLES.USER.id);
    const { tenantId: other } = await server.addTenant("other");
    const elsewhere = await server.addMember(other, ROLES.USER.id, { type: "SERVICE" });
    await server.mutate("delete_tenant", { tenant_id: principal.tenantId, confirm: true }, { principal });
    const ids = (await server.rows("user", ["id"])).map(({ id }) => id);
    const there = [service, person, elsewhere].map(({ userId }) => ids.includes(userId));
    assertEquals(there, [false, true, true]);
  }));
