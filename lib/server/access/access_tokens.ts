import { once } from "../../core/once.ts";
import { Secret } from "../../core/secret.ts";
import { formatTimestamp } from "../../core/timestamp.ts";
import { deriveKey } from "./master_key.ts";

/** How long an access token opens anything, in seconds; a session gives new ones. */
const ACCESS_TOKEN_LIFE = 600;

const ISSUER = "proctor";
const ALGORITHM = "HS256";

/** What an access token says: as whom, in which tenant, and the session that it lives and dies with. */
export interface AccessClaims {
  readonly sessionId: string;
  readonly userId: string;
  /** `null` for an account that was a member of no tenant. */
  readonly tenantId: string | null;
}

async function signingKey(master: Secret): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return await crypto.subtle.importKey("raw", await deriveKey(master, "tokens"), algorithm, false, [
    "sign",
    "verify",
  ]);
}

/**
 * Signs and reads access tokens, and signs refresh tokens: JWTs (RFC 7519) with HMAC-SHA-256. A signature alone opens nothing: the session that
 * a token names is looked up at each request.
 *
 * Source: `reference/prefect-api.md` §2.1, `reference/clients.md` (e): clients read `tenant_id` and `exp`.
 *
 * @example There and back
 * ```ts
 * import { AccessTokens } from "./access_tokens.ts";
 * import { generateMasterKey } from "./master_key.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const tokens = new AccessTokens(generateMasterKey());
 * const claims = { sessionId: "s", userId: "u", tenantId: null };
 * const { token } = await tokens.sign(claims);
 * assertEquals(await tokens.read(token, Date.now()), claims);
 * assertEquals(await tokens.read(token, Date.now() + 601_000), undefined);
 * ```
 */
export class AccessTokens {
  readonly #key: () => Promise<CryptoKey>;

  /** @param master What the signing key is derived from. */
  constructor(master: Secret) {
    this.#key = once(() => signingKey(master));
  }

  /**
   * Makes a token that lives {@linkcode ACCESS_TOKEN_LIFE} seconds from now.
   *
   * @param claims What it says.
   * @returns The token, and when it expires in the API's form.
   */
  async sign(
    { sessionId, userId, tenantId }: AccessClaims,
  ): Promise<{ readonly token: Secret; readonly expiresAt: string }> {
    const now = Math.floor(Date.now() / 1000);
    const expiry = now + ACCESS_TOKEN_LIFE;
    const { SignJWT } = await import("jose");
    const text = await new SignJWT({ sid: sessionId, tenant_id: tenantId })
      .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
      .setIssuer(ISSUER)
      .setSubject(userId)
      .setJti(crypto.randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(expiry)
      .sign(await this.#key());
    return { token: new Secret(text), expiresAt: formatTimestamp(expiry * 1000) };
  }

  /**
   * Makes a refresh token. It opens nothing by itself and is found by its hash; it is a JWT because clients read from
   * its `exp` when they have to log in again (`reference/clients.md` (e)).
   *
   * @param expiry When it can no longer be used, in milliseconds since 1970.
   * @returns The token.
   */
  async signRefresh(expiry: number): Promise<Secret> {
    const { SignJWT } = await import("jose");
    const text = await new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
      .setIssuer(ISSUER)
      .setJti(crypto.randomUUID())
      .setExpirationTime(Math.floor(expiry / 1000))
      .sign(await this.#key());
    return new Secret(text);
  }

  /**
   * Reads a token that this server has signed.
   *
   * @param token As it was sent.
   * @param at The time to judge its expiry by, in milliseconds since 1970; `any time` reads an expired one too.
   * @returns What it says; `undefined` for everything else.
   */
  async read(token: Secret, at: number | "any time"): Promise<AccessClaims | undefined> {
    const { errors, jwtVerify } = await import("jose");
    try {
      const { payload } = await jwtVerify(token.reveal(), await this.#key(), {
        issuer: ISSUER,
        algorithms: [ALGORITHM],
        requiredClaims: ["exp", "sub", "sid", "tenant_id"],
        currentDate: new Date(at === "any time" ? 0 : at),
      });
      return {
        sessionId: payload.sid as string,
        userId: payload.sub!,
        tenantId: payload.tenant_id as string | null,
      };
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}
