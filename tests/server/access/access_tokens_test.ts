import { decodeJwt, decodeProtectedHeader, SignJWT } from "jose";
import { assertEquals, assertNotEquals } from "@std/assert";
import { Secret } from "../../../lib/core/secret.ts";
import { AccessTokens } from "../../../lib/server/access/access_tokens.ts";
import { deriveKey, generateMasterKey } from "../../../lib/server/access/master_key.ts";

const MASTER = generateMasterKey();
const TOKENS = new AccessTokens(MASTER);
const CLAIMS = { sessionId: "session", userId: "user", tenantId: "tenant" };

Deno.test("AccessTokens.sign() says who, where and until when, and no more (S21, S22)", async () => {
  const { token, expiresAt } = await TOKENS.sign(CLAIMS);
  const { iat, exp, jti, ...claims } = decodeJwt(token.reveal());
  assertEquals(claims, { iss: "proctor", sub: "user", sid: "session", tenant_id: "tenant" });
  assertEquals([exp! - iat!, typeof jti], [600, "string"]);
  assertEquals(Date.parse(expiresAt), exp! * 1000);
  assertEquals(decodeProtectedHeader(token.reveal()), { alg: "HS256", typ: "JWT" });
  assertNotEquals((await TOKENS.sign(CLAIMS)).token.reveal(), token.reveal());
});

Deno.test("AccessTokens.read() reads what it signed until it expires, and at any time on request", async () => {
  const { token, expiresAt } = await TOKENS.sign(CLAIMS);
  const expiry = Date.parse(expiresAt);
  assertEquals(await TOKENS.read(token, expiry - 1000), CLAIMS);
  assertEquals(await TOKENS.read(token, expiry), undefined);
  assertEquals(await TOKENS.read(token, "any time"), CLAIMS);
});

/** A token as it should be, signed by hand. */
function signed(key: Uint8Array, { claims = {}, alg = "HS256" }: { claims?: object; alg?: string } = {}) {
  const standard = { iss: "proctor", sub: "user", sid: "session", tenant_id: null, exp: 4102444800 };
  return new SignJWT({ ...standard, ...claims }).setProtectedHeader({ alg }).sign(key);
}

Deno.test("AccessTokens.read() refuses what it did not sign, at any time", async () => {
  const key = await deriveKey(MASTER, "tokens");
  const read = async (text: string) => await TOKENS.read(new Secret(text), "any time");
  assertEquals(await read(await signed(key)), { sessionId: "session", userId: "user", tenantId: null });
  const own = (await TOKENS.sign(CLAIMS)).token.reveal();
  const [header, , signature] = own.split(".");
  const none = btoa('{"alg":"none"}').replaceAll("=", "");
  const refused = [
    await signed(await deriveKey(generateMasterKey(), "tokens")),
    await signed(await deriveKey(MASTER, "secrets")),
    await signed(new Uint8Array([...key, ...key]), { alg: "HS512" }),
    await signed(key, { claims: { iss: "other" } }),
    await signed(key, { claims: { exp: undefined } }),
    await signed(key, { claims: { sid: undefined } }),
    `${header}.${btoa('{"sub":"admin"}').replaceAll("=", "")}.${signature}`,
    `${none}.${own.split(".")[1]}.`,
    own.slice(0, -4),
    "a.b.c",
    "",
  ];
  for (const [position, text] of refused.entries()) assertEquals(await read(text), undefined, `${position}`);
});
