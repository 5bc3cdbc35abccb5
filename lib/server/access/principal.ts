/** Who sends a request, as far as rights go. */
export interface Principal {
  /** `open`: the server backend, where everything is allowed and rows of every tenant are visible. */
  readonly kind: "open" | "user" | "service account" | "runner";
  readonly userId: string | null;
  /** The tenant in use: from the header, the key's default or the first membership; `null` when there is none. */
  readonly tenantId: string | null;
  /** All tenants the account is a member of. */
  readonly tenantIds: readonly string[];
  readonly roleId: string | null;
  /** Permissions in the tenant in use, such as `read:flow`. */
  readonly permissions: ReadonlySet<string>;
  /** The scope of a token of the older generation; `null` for API keys. */
  readonly tokenScope: "USER" | "TENANT" | "RUNNER" | null;
}

/** The principal of every request to the server backend (S05: no authentication, no configuration). */
export const OPEN: Principal = {
  kind: "open",
  userId: null,
  tenantId: null,
  tenantIds: [],
  roleId: null,
  permissions: new Set(),
  tokenScope: null,
};
