import type { GraphQLClient } from "../graphql/client.ts";

/** One thing an agent needs, and whether it is there. */
export interface AgentNeed {
  /** What it is, in words. */
  readonly need: string;
  /** Whether it is there. */
  readonly ok: boolean;
  /** What was found, or what to do. */
  readonly detail: string;
}

interface AgentInfo {
  readonly tenant_id: string | null;
  readonly role: string | null;
  readonly api_token_scope: string | null;
  readonly permissions: readonly string[] | null;
}

const INFO = "query { auth_info { tenant_id role api_token_scope permissions } }";

/** What an agent and the flow runs it deploys do (`reference/prefect-api.md` §3.4, the agent loop). */
const NEEDS = [
  { need: "Register itself", permission: "create:agent" },
  { need: "Find scheduled runs", permission: "read:run" },
  { need: "Set states of runs", permission: "update:run" },
  { need: "Read flows", permission: "read:flow" },
  { need: "Write logs", permission: "create:log" },
] as const;

/**
 * Checks whether an agent could work with a client's key, without changing anything.
 *
 * Source: statements S25, S53.
 *
 * @param client Uses the key; its API is Cloud's.
 * @returns Each need and whether it is met; the tenant comes first.
 * @throws {AuthorizationError} When the API refuses the key (S54).
 */
export async function checkAgentKey(client: GraphQLClient): Promise<readonly AgentNeed[]> {
  const { auth_info } = await client.request<{ auth_info: AgentInfo }>(INFO);
  const { tenant_id, permissions } = auth_info;
  const role = auth_info.role ?? auth_info.api_token_scope ?? "unknown";
  const tenant = {
    need: "Belong to a tenant",
    ok: tenant_id !== null,
    detail: tenant_id ?? "the credential has no tenant, use the key of a service account",
  };
  return [
    tenant,
    ...NEEDS.map(({ need, permission }) => {
      const ok = permissions?.includes(permission) ?? false;
      return {
        need,
        ok,
        detail: ok ? permission : `role ${role} lacks ${permission}, give the account RUNNER`,
      };
    }),
  ];
}
