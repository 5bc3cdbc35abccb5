import { assertEquals } from "@std/assert";
import { Secret } from "../../../lib/core/secret.ts";
import { ROLES } from "../../../lib/server/access/roles.ts";
import { bootstrap } from "../../../lib/server/actions/bootstrap.ts";
import { TestServer } from "./_test_server.ts";

/** Every state that a run can be in. */
const STATE_NAMES: readonly string[] = [
  ..."Pending Scheduled Paused Resume Retrying Submitted Queued ClientFailed Running Cancelling Finished"
    .split(" "),
  ..."Looped Success Cached Mapped Skipped Cancelled Failed TimedOut TriggerFailed ValidationFailed".split(
    " ",
  ),
];

/** A server that is started with these options, once or more. */
async function started(
  options: ReadonlyArray<Parameters<typeof bootstrap>[1]>,
  test: (server: TestServer) => Promise<void>,
): Promise<void> {
  const server = new TestServer();
  try {
    for (const one of options) await bootstrap(server.store, one);
    await test(server);
  } finally {
    await server.store.close();
  }
}

const FIRST = { backend: "cloud", adminKey: new Secret("first") } as const;

Deno.test("bootstrap() of the server backend makes a tenant and no accounts", () =>
  started([{ backend: "server" }], async (server) => {
    assertEquals(await server.rows("tenant", ["name", "slug"]), [{ name: "default", slug: "default" }]);
    assertEquals(await server.rows("user", ["id"]), []);
  }));

Deno.test("bootstrap() of the cloud backend makes an administrator whose key authenticates", () =>
  started([FIRST], async (server) => {
    const principal = await server.principal("first");
    const [tenant] = await server.rows("tenant", ["id"]);
    assertEquals([principal.tenantId, principal.roleId], [tenant!.id as string, ROLES.TENANT_ADMIN.id]);
    const [key] = await server.rows("auth_api_key", ["hash"]);
    assertEquals(String(key!.hash).includes("first"), false);
  }));

Deno.test("bootstrap() of a used database keeps what is there", () =>
  started([FIRST, FIRST, { ...FIRST, adminKey: new Secret("second") }], async (server) => {
    assertEquals((await server.rows("tenant", ["id"])).length, 1);
    assertEquals((await server.rows("auth_role", ["id"])).length, 4);
    const [a, b] = [await server.principal("first"), await server.principal("second")];
    assertEquals(a.userId, b.userId);
    assertEquals((await server.rows("auth_api_key", ["id"])).length, 2);
  }));

Deno.test("bootstrap() of a database of the server backend gives its oldest tenant an administrator", () =>
  started([{ backend: "server", seed: "demo" }, FIRST], async (server) => {
    const { tenantId } = await server.principal("first");
    assertEquals(await server.rows("tenant", ["slug"], { where: { id: tenantId } }), [{ slug: "default" }]);
  }));

Deno.test("bootstrap() with demo data has what the documents ask for, once", () =>
  started([{ ...FIRST, seed: "demo" }, { ...FIRST, seed: "demo" }], async (server) => {
    const id = "61cab648-f09d-467d-b205-3892c8d55250";
    assertEquals(await server.rows("flow_run", ["version", "state", "flow_id"], { where: { id } }), [
      { version: 1, state: "Scheduled", flow_id: "07786de2-7283-434f-a9b1-600044a8afb3" },
    ]);
    const flows = await server.rows("flow", ["name", "archived", "tenant_id"]);
    assertEquals(flows.length, 300);
    assertEquals(flows.filter(({ name }) => String(name).endsWith("train")).length > 30, true);
    assertEquals(flows.filter(({ archived }) => archived).length, 30);
    const runs = await server.rows("flow_run", ["state", "tenant_id"]);
    assertEquals([...new Set(runs.map(({ state }) => String(state)))].sort(), [...STATE_NAMES].sort());
    const tenants = await server.rows("tenant", ["id", "slug"]);
    assertEquals(tenants.map(({ slug }) => slug).sort(), ["acme", "default", "globex"]);
    const first = tenants.find(({ slug }) => slug === "default")!;
    const share = flows.filter(({ tenant_id }) => tenant_id === first.id).length / flows.length;
    assertEquals(share > 0.5 && share < 1, true);
  }));

Deno.test("bootstrap() with demo data makes the administrator a member of three tenants in two roles", () =>
  started([{ ...FIRST, seed: "demo" }], async (server) => {
    const roles: Record<string, string> = {};
    for (const { id, slug } of await server.rows("tenant", ["id", "slug"])) {
      roles[slug as string] = (await server.principal("first", id as string)).roleId!;
    }
    assertEquals(roles, {
      default: ROLES.TENANT_ADMIN.id,
      acme: ROLES.TENANT_ADMIN.id,
      globex: ROLES.READ_ONLY_USER.id,
    });
  }));

Deno.test("bootstrap() with demo data writes the same rows at every start", () =>
  started(
    [{ backend: "server", seed: "demo" }],
    (server) =>
      started([{ backend: "server", seed: "demo" }], async (again) => {
        for (const table of ["flow", "flow_run", "task_run", "flow_run_state", "log"]) {
          const columns = ["id", "created", "updated"];
          assertEquals(await server.rows(table, columns), await again.rows(table, columns), table);
        }
      }),
  ));
