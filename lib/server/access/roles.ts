/**
 * The roles every installation has. Their ids are fixed, so that scripts and fixtures can name them.
 *
 * Source: `reference/prefect-api.md` §9.2 for the names and the vocabulary `op:object`; which role has what is told in
 * words only (`reference/prefect-api.md` §9.1, S10, S12, S25).
 *
 * @module
 */

/** A role as it is stored in `auth_role`. */
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly string[];
}

/** The names of the roles every installation has. */
export type RoleName = "TENANT_ADMIN" | "USER" | "READ_ONLY_USER" | "RUNNER";

/** What members work with. */
const WORK = [
  "agent",
  "api-key",
  "cloud-hook",
  "flow",
  "flow-sla",
  "hook",
  "key-value",
  "log",
  "message",
  "project",
  "run",
  "secret",
  "secret-value",
];

/** What decides who may do what. */
const ADMINISTRATION = [
  "audit-trail",
  "concurrency-limit",
  "license",
  "membership",
  "membership-invitation",
  "role",
  "service-account",
  "service-api-key",
  "tenant",
  "usage",
  "user",
];

function permissions(operations: readonly string[], objects: readonly string[]): string[] {
  return operations.flatMap((operation) => objects.map((object) => `${operation}:${object}`)).sort();
}

/** Every permission there is, in alphabetical order. */
export const PERMISSIONS: readonly string[] = permissions(["create", "read", "update", "delete"], [
  ...WORK,
  ...ADMINISTRATION,
]);
/** All but what is secret, and the keys of service accounts, which only administrators see. */
const READING = permissions(["read"], [...WORK, ...ADMINISTRATION])
  .filter((one) => one !== "read:secret-value" && one !== "read:service-api-key");

/** The roles by name. */
export const ROLES: Readonly<Record<RoleName, Role>> = {
  TENANT_ADMIN: {
    id: "6a1c5f0e-3f0b-4d1e-9c5b-0d8f6f7a1001",
    name: "TENANT_ADMIN",
    permissions: PERMISSIONS,
  },
  USER: {
    id: "6a1c5f0e-3f0b-4d1e-9c5b-0d8f6f7a1002",
    name: "USER",
    permissions: [
      ...READING,
      ...permissions(["create", "update", "delete"], WORK),
      "create:tenant",
      "read:secret-value",
    ].sort(),
  },
  READ_ONLY_USER: {
    id: "6a1c5f0e-3f0b-4d1e-9c5b-0d8f6f7a1003",
    name: "READ_ONLY_USER",
    permissions: READING,
  },
  RUNNER: {
    id: "6a1c5f0e-3f0b-4d1e-9c5b-0d8f6f7a1004",
    name: "RUNNER",
    permissions: [
      ...permissions(["read"], ["agent", "concurrency-limit", "flow", "key-value", "log", "project", "run"]),
      ...permissions(["read"], ["secret", "secret-value", "tenant", "user"]),
      ...permissions(["create"], ["agent", "key-value", "log", "run"]),
      ...permissions(["update"], ["agent", "key-value", "run"]),
    ].sort(),
  },
};

/**
 * What an account may do where no role speaks for it, such as with a token of scope `USER`. It can see who it is and
 * which tenants it may use.
 *
 * Source: statement S20.
 */
export const ACCOUNT_PERMISSIONS: readonly string[] = ["read:membership", "read:tenant", "read:user"];

/** What a person may do who is a member of no tenant: also make one, and see in which role an invitation is. */
export const NEWCOMER_PERMISSIONS: readonly string[] = [...ACCOUNT_PERMISSIONS, "create:tenant", "read:role"];
