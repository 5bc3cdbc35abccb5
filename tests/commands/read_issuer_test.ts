import { assertEquals, assertRejects } from "@std/assert";
import { readIssuer } from "../../lib/commands/read_issuer.ts";
import { ConfigurationError, UsageError } from "../../lib/core/errors.ts";

const ISSUER = "https://issuer.example";
const KEYS = [{ kty: "EC", crv: "P-256", x: "x", y: "y" }];

/** Reads the issuer whose key set is this text. */
async function read(text: string): Promise<unknown> {
  const issuerJwks = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(issuerJwks, text);
    return await readIssuer({ issuer: ISSUER, audience: "proctor", issuerJwks });
  } finally {
    await Deno.remove(issuerJwks);
  }
}

Deno.test("readIssuer() puts the flags and the key set together, and wants all or none", async () => {
  const issuer = await read(JSON.stringify({ keys: KEYS, more: 1 }));
  assertEquals(issuer, { issuer: ISSUER, audience: "proctor", jwks: { keys: KEYS } });
  assertEquals(await readIssuer({}), undefined);
  for (const some of [{ issuer: ISSUER }, { audience: "proctor", issuerJwks: "x" }]) {
    await assertRejects(() => readIssuer(some), UsageError, "give --issuer, --audience and --issuer-jwks");
  }
});

for (const text of ["", "{}", "null", '{"keys": []}', '{"keys": [{}]}', '{"keys": [null]}', '{"keys": 5}']) {
  Deno.test(`readIssuer() refuses the key set ${text || "of an empty file"}`, async () => {
    await assertRejects(() => read(text), ConfigurationError, "expected a JSON Web Key Set");
  });
}

Deno.test("readIssuer() says which file cannot be read", async () => {
  const flags = { issuer: ISSUER, audience: "proctor", issuerJwks: "/nowhere/jwks.json" };
  await assertRejects(
    () => readIssuer(flags),
    ConfigurationError,
    'Cannot read key set "/nowhere/jwks.json"',
  );
});
