/** An issuer of id tokens with a key pair of its own. */
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import { Secret } from "../../../lib/core/secret.ts";
import type { Issuer } from "../../../lib/server/access/id_token.ts";

/** What the tests' id tokens are issued by and for. */
export const ISSUER = "https://issuer.example";
export const AUDIENCE = "proctor";

/** Signs id tokens. */
export class TestIssuer {
  readonly issuer: Issuer;
  readonly #key: CryptoKey;

  constructor(issuer: Issuer, key: CryptoKey) {
    this.issuer = issuer;
    this.#key = key;
  }

  /** An id token of somebody, with these claims in place of what it should have. */
  async sign(email: string, claims: Readonly<Record<string, unknown>> = {}): Promise<Secret> {
    const now = Math.floor(Date.now() / 1000);
    const standard = { iss: ISSUER, aud: AUDIENCE, sub: email, iat: now, exp: now + 300 };
    const text = await new SignJWT({ ...standard, email, email_verified: true, ...claims })
      .setProtectedHeader({ alg: "ES256", kid: "1" })
      .sign(this.#key);
    return new Secret(text);
  }
}

/** Makes an issuer with a new key pair. */
export async function createIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const keys = [{ ...await exportJWK(publicKey), kid: "1", alg: "ES256", use: "sig" }];
  return new TestIssuer({ issuer: ISSUER, audience: AUDIENCE, jwks: { keys } }, privateKey);
}
