import { SignJWT, UnsecuredJWT } from "jose";
import { assertEquals } from "@std/assert";
import { Secret } from "../../../lib/core/secret.ts";
import { readIdToken } from "../../../lib/server/access/id_token.ts";
import { AUDIENCE, createIssuer, ISSUER } from "./_issuer.ts";

const ISSUED = await createIssuer();
const OTHER = await createIssuer();

function read(token: Secret, now = Date.now()) {
  return readIdToken(token, { issuer: ISSUED.issuer, now });
}

Deno.test("readIdToken() tells who it is, with the address in lower case", async () => {
  const names = { given_name: "Ada", family_name: "Lovelace" };
  assertEquals(await read(await ISSUED.sign("Ada@Example.com", names)), {
    email: "ada@example.com",
    firstName: "Ada",
    lastName: "Lovelace",
  });
});

const REFUSED: Record<string, () => Promise<Secret>> = {
  "an unverified address": () => ISSUED.sign("a@example.com", { email_verified: false }),
  "an address nobody speaks of as verified": () =>
    ISSUED.sign("a@example.com", { email_verified: undefined }),
  "a text that is no address": () => ISSUED.sign("ada"),
  "another issuer's name": () => ISSUED.sign("a@example.com", { iss: "https://other.example" }),
  "another audience": () => ISSUED.sign("a@example.com", { aud: "somebody else" }),
  "a token without expiry": () => ISSUED.sign("a@example.com", { exp: undefined }),
  "a token that has expired": () => ISSUED.sign("a@example.com", { exp: 1 }),
  "another key": () => OTHER.sign("a@example.com"),
  "a text that is no token": () => Promise.resolve(new Secret("a.b.c")),
  "no signature": () => {
    const claims = { email: "a@example.com", email_verified: true, sub: "a" };
    const token = new UnsecuredJWT(claims).setIssuer(ISSUER).setAudience(AUDIENCE).setExpirationTime("1h");
    return Promise.resolve(new Secret(token.encode()));
  },
  "a signature with the public key as a secret": async () => {
    const secret = new TextEncoder().encode(JSON.stringify(ISSUED.issuer.jwks.keys[0]));
    const claims = { email: "a@example.com", email_verified: true, sub: "a", iss: ISSUER, aud: AUDIENCE };
    const token = new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "1" }).setExpirationTime("1h");
    return new Secret(await token.sign(secret));
  },
};

for (const [name, token] of Object.entries(REFUSED)) {
  Deno.test(`readIdToken() refuses ${name}`, async () => {
    assertEquals(await read(await token()), undefined);
  });
}

Deno.test("readIdToken() judges expiry by the time it is given", async () => {
  const token = await ISSUED.sign("a@example.com");
  assertEquals((await read(token))?.email, "a@example.com");
  assertEquals(await read(token, Date.now() + 301_000), undefined);
});
