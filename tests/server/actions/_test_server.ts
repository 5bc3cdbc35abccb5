/** A store with both backends' actions and no HTTP: what the tests of the actions work with. */
import type { JsonObject, JsonValue } from "../../../lib/core/json.ts";
import { Secret } from "../../../lib/core/secret.ts";
import { AccessTokens } from "../../../lib/server/access/access_tokens.ts";
import { authenticate } from "../../../lib/server/access/authenticate.ts";
import type { Issuer } from "../../../lib/server/access/id_token.ts";
import { generateMasterKey } from "../../../lib/server/access/master_key.ts";
import { OPEN, type Principal } from "../../../lib/server/access/principal.ts";
import type { CallHook, StateEvent } from "../../../lib/server/actions/state_event.ts";
import { CLOUD_ACTIONS, SERVER_ACTIONS } from "../../../lib/server/actions/actions.ts";
import { CLOUD_QUERIES, SERVER_QUERIES } from "../../../lib/server/actions/queries.ts";
import { bootstrap } from "../../../lib/server/actions/bootstrap.ts";
import { openSqlite } from "../../../lib/server/store/sqlite.ts";
import type { Row, Where } from "../../../lib/server/model/row.ts";
import type { Store } from "../../../lib/server/store/store.ts";

/** The administrator's key on the cloud backend. */
export const ADMIN_KEY = new Secret("the-administrator");

/** An id that no row has. */
export const NOBODY = "99999999-9999-4999-8999-999999999999";

const ACTIONS = { ...SERVER_ACTIONS, ...CLOUD_ACTIONS };
const QUERIES = { ...SERVER_QUERIES, ...CLOUD_QUERIES };

/** Who sends a call, and with which headers. */
export interface Caller {
  readonly principal?: Principal;
  readonly headers?: Record<string, string>;
  /** How far in the future, in milliseconds. */
  readonly later?: number;
}

/** A store with actions. */
export class TestServer {
  readonly store: Store = openSqlite(":memory:", { sealingKey: new Uint8Array(32) });
  readonly accessTokens = new AccessTokens(generateMasterKey());
  /** Whose id tokens are accepted. */
  issuer: Issuer | undefined;
  /** What cloud hooks were to be told, in order. */
  readonly events: StateEvent[] = [];
  /** Calls the hooks that are tried; replaced by tests. */
  callHook: CallHook = () => Promise.resolve();

  /** Calls a mutation in a transaction of its own. */
  mutate(name: string, input: JsonObject, options: Caller = {}): Promise<JsonObject> {
    return this.call(name, { input }, options) as Promise<JsonObject>;
  }

  /** Calls a root field in a transaction of its own. */
  async call(
    name: string,
    args: JsonObject,
    { principal = OPEN, headers = {}, later = 0 }: Caller = {},
  ): Promise<JsonValue> {
    const query = QUERIES[name];
    if (query) return await this.store.read((reader) => query({ transaction: reader, principal }, args));
    const action = ACTIONS[name]!;
    const { accessTokens, issuer, callHook } = this;
    const events: StateEvent[] = [];
    const context = { principal, headers: new Headers(headers), accessTokens, issuer, callHook, events };
    const result = await this.store.transaction((transaction) =>
      action({ ...context, transaction, now: Date.now() + later }, args)
    );
    this.events.push(...events);
    return typeof result === "function" ? await result() : result;
  }

  /** The rows of a table, in the order they were made. */
  rows(
    table: string,
    columns: readonly string[],
    { where = {} }: { readonly where?: Where } = {},
  ): Promise<Row[]> {
    const orderBy = [["created", "asc"]] as const;
    return this.store.transaction((transaction) => transaction.select(table, columns, where, { orderBy }));
  }

  /** Writes a row as it is. */
  async insert(table: string, row: Row): Promise<Row> {
    const [stored] = await this.store.transaction((transaction) => transaction.insert(table, [row]));
    return stored!;
  }

  /** Changes rows as they are. */
  update(table: string, { set, where }: { readonly set: Row; readonly where: Where }): Promise<number> {
    return this.store.transaction((transaction) => transaction.update(table, set, where));
  }

  /** Who sends this key. */
  principal(key: Secret | string, tenantId?: string): Promise<Principal> {
    const text = typeof key === "string" ? key : key.reveal();
    const headers = { authorization: `Bearer ${text}` };
    return this.authenticate({
      ...headers,
      ...(tenantId !== undefined && { "x-prefect-tenant-id": tenantId }),
    });
  }

  /** Who sends these headers, now or so many milliseconds later. */
  authenticate(headers: Record<string, string>, { later = 0 } = {}): Promise<Principal> {
    const { store, accessTokens } = this;
    return authenticate(new Headers(headers), { store, accessTokens, now: Date.now() + later });
  }

  /** A tenant with a project, made by nobody in particular. */
  async addTenant(slug: string): Promise<{ tenantId: string; projectId: string }> {
    const { id: tenantId } = await this.insert("tenant", { name: slug, slug });
    const { id: projectId } = await this.insert("project", { tenant_id: tenantId!, name: "Work" });
    return { tenantId: tenantId as string, projectId: projectId as string };
  }

  /** An account in a tenant, with a key. */
  async addMember(
    tenantId: string,
    roleId: string,
    { type = "USER" }: { readonly type?: "USER" | "SERVICE" } = {},
  ): Promise<{ userId: string; membershipId: string }> {
    const user = await this.insert("user", { username: crypto.randomUUID(), account_type: type });
    const membership = await this.insert("membership", {
      tenant_id: tenantId,
      user_id: user.id!,
      role_id: roleId,
    });
    return { userId: user.id as string, membershipId: membership.id as string };
  }
}

/** Runs a test on a fresh server of the given backend. */
export async function withServer(
  backend: "server" | "cloud",
  test: (server: TestServer) => Promise<void>,
): Promise<void> {
  const server = new TestServer();
  try {
    await bootstrap(server.store, backend === "cloud" ? { backend, adminKey: ADMIN_KEY } : { backend });
    await test(server);
  } finally {
    await server.store.close();
  }
}

/** A flow as Prefect serializes it: two tasks and an edge. */
export function serializedFlow(more: JsonObject = {}): JsonObject {
  return {
    name: "etl",
    __version__: "1.4.1",
    parameters: [],
    tasks: [
      { name: "extract", slug: "extract-1", type: "t", trigger: { fn: "prefect.triggers.all_successful" } },
      { name: "load", slug: "load-1", type: "t", retry_delay: 90, cache_key: "k" },
    ],
    edges: [{ upstream_task: { slug: "extract-1" }, downstream_task: "load-1", key: "data", mapped: true }],
    ...more,
  };
}

/** The message of the error that a call ends with. */
export async function messageOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return (error as Error).message;
  }
  return "no error";
}

/** The code of the error that a call ends with. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return String((error as { code?: string }).code);
  }
  return "no error";
}
