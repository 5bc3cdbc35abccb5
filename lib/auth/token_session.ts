import { AuthenticationError, ProctorError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { Authorization, Credential } from "./credential.ts";

/** Sends one document of the session with the given bearer value and gives its data, or throws. */
export type SendDocument = (
  document: string,
  variables: Readonly<Record<string, unknown>>,
  options: { readonly bearer: Secret },
) => Promise<unknown>;

/** What a session is made of. */
export interface TokenSessionOptions {
  /** The token a person or a file gave: of scope USER, TENANT or RUNNER, or an API key in a token's place. */
  readonly token: Secret;
  /** The tenant to log in to; without one, nothing but the token itself is sent. */
  readonly tenantId?: string | undefined;
  /** Sends the documents of the session. */
  readonly send: SendDocument;
  /** Hears that a TENANT token was used for logging in. */
  readonly warn?: ((message: string) => void) | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The short-lived tokens of one tenant. */
export interface TenantTokens {
  /** The JSON Web Token that requests carry. */
  readonly accessToken: Secret;
  /** What the next one is asked for with. */
  readonly refreshToken: Secret;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const SCOPE = "query { auth_info { api_token_scope } }";
const SWITCH_TENANT = `mutation($input: switch_tenant_input!) {
  switch_tenant(input: $input) { access_token expires_at refresh_token }
}`;
const REFRESH_TOKEN = `mutation($input: refresh_token_input!) {
  refresh_token(input: $input) { access_token expires_at refresh_token }
}`;
const MARGIN_MILLISECONDS = 30_000;
const TENANT_WARNING =
  "A TENANT token is made for one tenant and needs no login: it works, but unexpected errors could result; " +
  "log in with a USER token";

function readTokens(answer: unknown): TenantTokens {
  const { access_token, refresh_token, expires_at } = Object(answer);
  const expiresAt = Date.parse(expires_at);
  if (typeof access_token !== "string" || typeof refresh_token !== "string" || Number.isNaN(expiresAt)) {
    throw new AuthenticationError(
      "No access token came for the tenant: expected access_token, refresh_token and expires_at, " +
        "see that the token is one of scope USER",
    );
  }
  return { accessToken: new Secret(access_token), refreshToken: new Secret(refresh_token), expiresAt };
}

/**
 * The login of the token generation. A USER token is traded for a JSON Web Token of the tenant, which is renewed 30
 * seconds before it expires; whoever asks meanwhile waits for the same renewal. Other tokens, and API keys that
 * stand in a token's place, are sent as they are.
 *
 * Source: `reference/prefect-api.md` §2.1; statements S20 to S27.
 *
 * @example A USER token
 * ```ts
 * import { TokenSession } from "./token_session.ts";
 * import { Secret } from "../core/secret.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const tokens = { access_token: "jwt", refresh_token: "r", expires_at: "2100-01-01T00:00:00+00:00" };
 * const session = new TokenSession({
 *   token: new Secret("user token"),
 *   tenantId: "07786de2-7283-434f-a9b1-600044a8afb3",
 *   send: (document) =>
 *     Promise.resolve({ auth_info: { api_token_scope: "USER" }, switch_tenant: tokens, document }),
 * });
 * assertEquals((await session.authorize()).bearer.reveal(), "jwt");
 * ```
 */
export class TokenSession implements Credential {
  readonly #options: TokenSessionOptions;
  #scope: Promise<string | undefined> | undefined;
  #tokens: TenantTokens | undefined;
  #renewal: Promise<TenantTokens> | undefined;

  /**
   * Sends nothing yet.
   *
   * @param options The token, the tenant, and how to send.
   */
  constructor(options: TokenSessionOptions) {
    this.#options = options;
  }

  /**
   * What the next request carries, logged in and renewed as needed.
   *
   * @returns The access token of the tenant, or the token itself.
   * @throws {ProctorError} When the API refuses the token or the tenant.
   */
  async authorize(): Promise<Authorization> {
    const { token, tenantId } = this.#options;
    if (tenantId === undefined) return { bearer: token };
    if (await this.#readScope() !== "USER") return { bearer: token, tenantId };
    return { bearer: (await this.tokens()).accessToken };
  }

  /**
   * The short-lived tokens themselves, for callers who send requests of their own (S27).
   *
   * @returns The tokens, at least 30 seconds before they expire.
   * @throws {AuthenticationError} When no tenant is set, or the API gives no tokens.
   * @throws {ProctorError} When the API refuses the token or the tenant.
   */
  async tokens(): Promise<TenantTokens> {
    const now = (this.#options.now ?? Date.now)();
    const known = this.#tokens;
    if (known && known.expiresAt - now > MARGIN_MILLISECONDS) return known;
    this.#renewal ??= this.#renew(known).finally(() => this.#renewal = undefined);
    return await this.#renewal;
  }

  /** The scope of the token, asked for until there is an answer. */
  async #readScope(): Promise<string | undefined> {
    this.#scope ??= this.#askScope();
    try {
      return await this.#scope;
    } catch (error) {
      this.#scope = undefined;
      throw error;
    }
  }

  async #askScope(): Promise<string | undefined> {
    const { token: bearer, send, warn } = this.#options;
    let answer: unknown;
    try {
      answer = await send(SCOPE, {}, { bearer });
    } catch (error) {
      // An API without the field has no scopes.
      if (error instanceof ProctorError && error.code === "GRAPHQL") return undefined;
      throw error;
    }
    const scope: unknown = Object(Object(answer).auth_info).api_token_scope;
    if (scope === "TENANT") warn?.(TENANT_WARNING);
    return typeof scope === "string" ? scope : undefined;
  }

  async #renew(known: TenantTokens | undefined): Promise<TenantTokens> {
    this.#tokens = known ? await this.#refresh(known) : await this.#switchTenant();
    return this.#tokens;
  }

  async #switchTenant(): Promise<TenantTokens> {
    const { token: bearer, tenantId, send } = this.#options;
    if (tenantId === undefined) {
      throw new AuthenticationError(
        'No tenant is set: choose one with --tenant or "proctor auth switch-tenants"',
      );
    }
    const answer = await send(SWITCH_TENANT, { input: { tenant_id: tenantId } }, { bearer });
    return readTokens(Object(answer).switch_tenant);
  }

  /** Renews; a refresh token that is no longer taken is no reason to fail while the token itself is. */
  async #refresh({ accessToken, refreshToken }: TenantTokens): Promise<TenantTokens> {
    let answer: unknown;
    try {
      answer = await this.#options.send(REFRESH_TOKEN, { input: { access_token: accessToken } }, {
        bearer: refreshToken,
      });
    } catch {
      return await this.#switchTenant();
    }
    return readTokens(Object(answer).refresh_token);
  }
}
