/** The rows that a credential is, or was made with: when one of them goes, the credential goes. */
export interface Origin {
  /** An API key. */
  readonly keyId: string | null;
  /** A token of the older generation. */
  readonly tokenId: string | null;
  /** The session of an access token or a refresh token. */
  readonly sessionId: string | null;
  /** The refresh token that was sent. */
  readonly refreshTokenId: string | null;
}

/** Who sends a request, as far as rights go. */
export interface Principal {
  /**
   * `open`: the server backend, where everything is allowed and rows of every tenant are visible. `refresh`: a refresh
   * token, which renews or ends its session and is nobody otherwise.
   */
  readonly kind: "open" | "user" | "service account" | "runner" | "refresh";
  readonly userId: string | null;
  /** The address that invitations to this account go to; `null` for tokens, which speak for less than the account. */
  readonly email: string | null;
  /** The tenant in use: from the header, the key's default or the first membership; `null` when there is none. */
  readonly tenantId: string | null;
  /** All tenants the account is a member of. */
  readonly tenantIds: readonly string[];
  readonly roleId: string | null;
  /** Permissions in the tenant in use, such as `read:flow`. */
  readonly permissions: ReadonlySet<string>;
  /**
   * The scope of a token of the older generation, or of the TENANT token that an access token was made with; `null`
   * for API keys and all other access tokens.
   */
  readonly tokenScope: "USER" | "TENANT" | "RUNNER" | null;
  /** Where all this comes from. */
  readonly origin: Origin;
}

/** The principal of every request to the server backend (S05: no authentication, no configuration). */
export const OPEN: Principal = {
  kind: "open",
  userId: null,
  email: null,
  tenantId: null,
  tenantIds: [],
  roleId: null,
  permissions: new Set(),
  tokenScope: null,
  origin: { keyId: null, tokenId: null, sessionId: null, refreshTokenId: null },
};

/** Stands for whoever sent no usable key, where that does not matter. */
export const NOBODY: Principal = { ...OPEN, kind: "user" };
