import { assertEquals, assertMatch } from "@std/assert";
import type { JsonObject } from "../../../lib/core/json.ts";
import { authorize } from "../../../lib/server/access/permissions.ts";
import type { Principal } from "../../../lib/server/access/principal.ts";
import { ROLES } from "../../../lib/server/access/roles.ts";
import {
  ADMIN_KEY,
  codeOf,
  messageOf,
  NOBODY,
  serializedFlow,
  type TestServer,
  withServer,
} from "./_test_server.ts";

/** The administrator, and the tenant they administer. */
async function admin(
  server: TestServer,
): Promise<Principal & { readonly userId: string; readonly tenantId: string }> {
  const principal = await server.principal(ADMIN_KEY);
  return { ...principal, userId: principal.userId!, tenantId: principal.tenantId! };
}

/** Somebody with a role in a tenant, as they are after `create_api_key`. */
async function member(server: TestServer, tenantId: string, roleId: string): Promise<Principal> {
  const { userId } = await server.addMember(tenantId, roleId);
  return { ...await admin(server), userId, tenantId, permissions: permissionsOf(roleId), roleId };
}

function permissionsOf(roleId: string): ReadonlySet<string> {
  return new Set(Object.values(ROLES).find(({ id }) => id === roleId)!.permissions);
}

Deno.test("create_api_key() gives a key that authenticates, under both documented names (S06, S07)", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const input = { user_id: principal.userId, name: "mine" };
    const { id, key, token } = await server.mutate("create_api_key", input, { principal });
    assertMatch(String(key), /^pcu_\w{36}$/);
    assertEquals(token, key!);
    assertEquals((await server.principal(key as string)).userId, principal.userId);
    const columns = ["name", "user_id", "created_by_id", "expires_at", "default_tenant_id"];
    assertEquals(await server.rows("auth_api_key", columns, { where: { id: id as string } }), [{
      name: "mine",
      user_id: principal.userId,
      created_by_id: principal.userId,
      expires_at: null,
      default_tenant_id: null,
    }]);
    const [{ hash } = {}] = await server.rows("auth_api_key", ["hash"], { where: { id: id as string } });
    assertMatch(String(hash), /^[0-9a-f]{64}$/);
  }));

Deno.test("create_api_key() acts in the tenant that it is made for, if that is one of the account's", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const { tenantId: other } = await server.addTenant("other");
    const input = { user_id: principal.userId, name: "k", default_tenant_id: other };
    const create = () => server.mutate("create_api_key", input, { principal });
    assertEquals(await messageOf(create()), "Invalid tenant ID.");
    const role_id = ROLES.READ_ONLY_USER.id;
    await server.insert("membership", { tenant_id: other, user_id: principal.userId, role_id });
    const holder = await server.principal((await create()).key as string);
    assertEquals([holder.tenantId, holder.roleId], [other, role_id]);
    const project = { tenant_id: other, name: "x" };
    assertEquals((await server.mutate("create_project", project, { principal: holder })).id !== null, true);
    assertEquals(await codeOf(Promise.try(() => authorize(holder, "create_project"))), "FORBIDDEN");
  }));

Deno.test("create_api_key() makes nobody else's key, but those of service accounts for who may", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const person = await server.addMember(principal.tenantId, ROLES.USER.id);
    const service = await server.addMember(principal.tenantId, ROLES.USER.id, { type: "SERVICE" });
    const colleague = await member(server, principal.tenantId, ROLES.USER.id);
    const create = (user_id: string, by: Principal) =>
      server.mutate("create_api_key", { user_id, name: "k" }, { principal: by });
    assertEquals(await codeOf(create(person.userId, principal)), "FORBIDDEN");
    assertEquals(await codeOf(create(NOBODY, principal)), "FORBIDDEN");
    assertEquals(await codeOf(create(service.userId, colleague)), "FORBIDDEN");
    assertEquals(await codeOf(create(colleague.userId!, colleague)), "no error");
    assertEquals(await codeOf(create(principal.userId, { ...principal, tokenScope: "TENANT" })), "FORBIDDEN");
    const { key } = await create(service.userId, principal);
    assertMatch(String(key), /^pcs_/);
    assertEquals((await server.principal(key as string)).kind, "service account");
  }));

Deno.test("delete_api_key() revokes one's own keys and those of the tenant's service accounts (S13)", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const colleague = await member(server, principal.tenantId, ROLES.USER.id);
    const service = await server.addMember(principal.tenantId, ROLES.USER.id, { type: "SERVICE" });
    const keyOf = (user_id: string) => server.insert("auth_api_key", { name: "k", user_id, hash: user_id });
    const own = await keyOf(principal.userId);
    const others = await keyOf(colleague.userId!);
    const services = await keyOf(service.userId);
    const revoke = async (key_id: unknown, by: Principal) =>
      (await server.mutate("delete_api_key", { key_id: key_id as string }, { principal: by })).success;
    assertEquals(await revoke(others.id, principal), false);
    assertEquals(await revoke(services.id, colleague), false);
    assertEquals(await revoke(services.id, principal), true);
    assertEquals(await revoke(own.id, colleague), false);
    assertEquals(await revoke(own.id, principal), true);
    assertEquals(await revoke(own.id, principal), false);
    assertEquals(await revoke(others.id, colleague), true);
    const { id, key } = await server.mutate("create_api_key", { user_id: principal.userId, name: "k" }, {
      principal,
    });
    assertEquals(await revoke(id, principal), true);
    assertEquals(await codeOf(server.principal(key as string)), "UNAUTHENTICATED");
  }));

Deno.test("create_service_account() makes an account that is told from persons, with a role in the tenant", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const input = { tenant_id: principal.tenantId, name: "ci", role_id: ROLES.RUNNER.id };
    const create = () => server.mutate("create_service_account", input, { principal });
    const { id } = await create();
    assertEquals((await create()).id === id, false);
    const where = { id: id as string };
    assertEquals(await server.rows("user", ["first_name", "account_type"], { where }), [
      { first_name: "ci", account_type: "SERVICE" },
    ]);
    const membership = await server.rows("membership", ["role_id"], { where: { user_id: id as string } });
    assertEquals(membership, [{ role_id: ROLES.RUNNER.id }]);
    const { key } = await server.mutate("create_api_key", { user_id: id!, name: "k" }, { principal });
    const remove = () => server.mutate("delete_service_account", { user_id: id! }, { principal });
    assertEquals([await remove(), await remove()], [{ success: true }, { success: false }]);
    assertEquals(await codeOf(server.principal(key as string)), "UNAUTHENTICATED");
    const person = { user_id: principal.userId };
    assertEquals(await server.mutate("delete_service_account", person, { principal }), { success: false });
  }));

Deno.test("set_membership_role() and create_service_account() give no more than one has", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const { tenantId: tenant_id } = principal;
    const colleague = await member(server, tenant_id, ROLES.USER.id);
    const { membershipId } = await server.addMember(tenant_id, ROLES.READ_ONLY_USER.id);
    const set = (membership_id: string, role: string, by: Principal) =>
      server.mutate("set_membership_role", { membership_id, role_id: role }, { principal: by });
    assertEquals(await set(membershipId, ROLES.USER.id, principal), { id: membershipId });
    assertEquals(await codeOf(set(membershipId, ROLES.TENANT_ADMIN.id, colleague)), "FORBIDDEN");
    const [adminMembership] = await server.rows("membership", ["id"], {
      where: { user_id: principal.userId },
    });
    assertEquals(await codeOf(set(adminMembership!.id as string, ROLES.USER.id, colleague)), "FORBIDDEN");
    const messages = [
      await messageOf(set(membershipId, NOBODY, principal)),
      await messageOf(set(NOBODY, ROLES.USER.id, principal)),
    ];
    assertEquals(messages, ["Invalid role ID.", "Invalid membership ID."]);
    const account = { tenant_id, name: "x", role_id: ROLES.TENANT_ADMIN.id };
    const create = server.mutate("create_service_account", account, { principal: colleague });
    assertEquals(await codeOf(create), "FORBIDDEN");
    assertEquals(await server.rows("membership", ["role_id"], { where: { id: membershipId } }), [
      { role_id: ROLES.USER.id },
    ]);
  }));

Deno.test("assignableRole() knows no role of another tenant", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const { tenantId: foreign } = await server.addTenant("foreign");
    const { membershipId } = await server.addMember(principal.tenantId, ROLES.USER.id);
    const role = await server.insert("auth_role", { tenant_id: foreign, name: "x", permissions: [] });
    const input = { membership_id: membershipId, role_id: role.id as string };
    const set = server.mutate("set_membership_role", input, { principal });
    assertEquals(await messageOf(set), "Invalid role ID.");
  }));

Deno.test("create_tenant() makes a person its administrator, and is nothing for service accounts", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const create = (by: Principal) =>
      server.mutate("create_tenant", { name: "New", slug: "new" }, { principal: by });
    assertEquals(await codeOf(create({ ...principal, kind: "service account" })), "FORBIDDEN");
    const { id } = await create(principal);
    const inNew = await server.principal(ADMIN_KEY, id as string);
    assertEquals([inNew.tenantId, inNew.roleId], [id as string, ROLES.TENANT_ADMIN.id]);
  }));

for (const mutation of ["create_api_token", "createAPIToken"]) {
  Deno.test(`${mutation}() takes scope or role and gives a token of that scope (S18, S19)`, () =>
    withServer("cloud", async (server) => {
      const principal = await admin(server);
      const scopes: Array<[JsonObject, string, string | null]> = [
        [{ scope: "USER" }, "USER", principal.userId],
        [{ role: "TENANT" }, "TENANT", principal.userId],
        [{ scope: "RUNNER" }, "RUNNER", null],
      ];
      for (const [input, scope, userId] of scopes) {
        const { token } = await server.mutate(mutation, { name: "t", ...input }, { principal });
        const holder = await server.principal(token as string);
        assertEquals([holder.tokenScope, holder.userId], [scope, userId]);
      }
      const scopeless = server.mutate(mutation, { name: "t" }, { principal });
      assertEquals(await messageOf(scopeless), "A token scope must be provided.");
    }));
}

Deno.test("create_api_token() keeps RUNNER to administrators (S25), and a token from becoming more", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const colleague = await member(server, principal.tenantId, ROLES.USER.id);
    const create = (scope: string, by: Principal) =>
      codeOf(server.mutate("create_api_token", { name: "t", scope }, { principal: by }));
    assertEquals(await create("RUNNER", colleague), "FORBIDDEN");
    assertEquals(await create("TENANT", colleague), "no error");
    assertEquals(await create("USER", { ...principal, tokenScope: "TENANT" }), "FORBIDDEN");
  }));

for (const [mutation, argument] of [["delete_api_token", "token_id"], ["deleteAPIToken", "tokenId"]]) {
  Deno.test(`${mutation}() revokes one's own tokens, and runners' for administrators`, () =>
    withServer("cloud", async (server) => {
      const principal = await admin(server);
      const colleague = await member(server, principal.tenantId, ROLES.USER.id);
      const token = (row: JsonObject) => server.insert("api_token", { name: "t", ...row });
      const tenant_id = principal.tenantId;
      const own = await token({ scope: "USER", user_id: colleague.userId, hash: "1" });
      const runner = await token({ scope: "RUNNER", tenant_id, hash: "2" });
      const revoke = async (id: unknown, by: Principal) =>
        (await server.mutate(mutation!, { [argument!]: id as string }, { principal: by })).success;
      assertEquals(await revoke(own.id, principal), false);
      assertEquals(await revoke(runner.id, colleague), false);
      assertEquals([await revoke(own.id, colleague), await revoke(own.id, colleague)], [true, false]);
      assertEquals([await revoke(runner.id, principal), await revoke(runner.id, principal)], [true, false]);
    }));
}

Deno.test("auth_info() tells who asks, and no tenant for a USER token", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const info = (by: Principal) => server.call("auth_info", {}, { principal: by });
    assertEquals(await info(principal), {
      tenant_id: principal.tenantId,
      user_id: principal.userId,
      api_token_scope: null,
      role_id: ROLES.TENANT_ADMIN.id,
      role: "TENANT_ADMIN",
      permissions: [...ROLES.TENANT_ADMIN.permissions],
      license: null,
    });
    const { token } = await server.mutate("create_api_token", { name: "t", scope: "USER" }, { principal });
    const holder = await server.principal(token as string);
    const of = await info(holder) as JsonObject;
    assertEquals([of.tenant_id, of.api_token_scope], [null, "USER"]);
    assertEquals(await server.call("authInfo", {}, { principal: holder }), { apiTokenScope: "USER" });
    const rights = await server.call("permissions_info", {}, { principal: holder }) as JsonObject;
    assertEquals(rights.user_permissions_filtered_by_license_features, [
      "read:membership",
      "read:tenant",
      "read:user",
    ]);
    assertEquals(
      rights.all_permissions_filtered_by_license_features,
      [...ROLES.TENANT_ADMIN.permissions],
    );
  }));

Deno.test("set_flow_run_states() refuses a stale version where the flow group locks versions", () =>
  withServer("cloud", async (server) => {
    const principal = await admin(server);
    const caller = { principal };
    const { tenantId: tenant_id } = principal;
    const { id: project_id } = await server.mutate("create_project", { tenant_id, name: "p" }, caller);
    const flow = { project_id: project_id!, serialized_flow: serializedFlow() };
    const { id: flow_id } = await server.mutate("create_flow", flow, caller);
    const { id: flow_run_id } = await server.mutate("create_flow_run", { flow_id: flow_id! }, caller);
    const [taskRun] = await server.rows("task_run", ["id"]);
    const set = (version: number | null) => {
      const states = [{ flow_run_id: flow_run_id!, state: { type: "Running" }, version }];
      return codeOf(server.mutate("set_flow_run_states", { states }, caller));
    };
    const setTask = (version: number) => {
      const states = [{ task_run_id: taskRun!.id!, state: { type: "Success" }, version }];
      return codeOf(server.mutate("set_task_run_states", { states }, caller));
    };
    assertEquals(await set(7), "no error");
    await server.update("flow_group", { set: { settings: { version_locking_enabled: true } }, where: {} });
    assertEquals(await set(1), "VERSION_LOCKING_ERROR");
    assertEquals(await setTask(2), "VERSION_LOCKING_ERROR");
    assertEquals([await set(2), await set(null), await setTask(1)], ["no error", "no error", "no error"]);
  }));
