import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import type { Secret } from "../../core/secret.ts";
import { isEmail, normalizeEmail } from "./email.ts";

/** Whose id tokens `log_in` accepts. */
export interface Issuer {
  /** The `iss` of its tokens: its URL. */
  readonly issuer: string;
  /** The `aud` of its tokens: this server's client id there. */
  readonly audience: string;
  /** Its public keys (RFC 7517). */
  readonly jwks: JSONWebKeySet;
}

/** Who somebody is, by the word of an issuer. */
export interface Person {
  /** Verified by the issuer; lower case. */
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** Public keys only: whoever knows the key set must not be able to sign. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

function personOf(claims: JWTPayload): Person | undefined {
  const { email, email_verified, given_name, family_name } = claims;
  if (email_verified !== true || typeof email !== "string" || !isEmail(email)) return undefined;
  return {
    email: normalizeEmail(email),
    firstName: typeof given_name === "string" ? given_name : null,
    lastName: typeof family_name === "string" ? family_name : null,
  };
}

/**
 * Reads an id token (OpenID Connect Core 1.0 §2 and §3.1.3.7). An address that the issuer has not verified is nobody's:
 * accounts are found by it. The `nonce` is for the program that asked for the token to check.
 *
 * @param token As it was sent.
 * @param options Who must have signed it, for whom, and the time to judge its expiry by, in milliseconds since 1970.
 * @returns Who it is; `undefined` when the token proves nothing.
 */
export async function readIdToken(
  token: Secret,
  { issuer, now }: { readonly issuer: Issuer; readonly now: number },
): Promise<Person | undefined> {
  try {
    const { payload } = await jwtVerify(token.reveal(), createLocalJWKSet(issuer.jwks), {
      issuer: issuer.issuer,
      audience: issuer.audience,
      algorithms: ALGORITHMS,
      requiredClaims: ["exp", "sub"],
      currentDate: new Date(now),
    });
    return personOf(payload);
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
