import { assertEquals, assertThrows } from "@std/assert";
import { clearAuthFile, readAuthFile, writeAuthFile } from "../../lib/auth/auth_file.ts";
import { ConfigurationError } from "../../lib/core/errors.ts";
import { Secret } from "../../lib/core/secret.ts";

const CLOUD = "https://api.prefect.io";
const TENANT = "07786de2-7283-434f-a9b1-600044a8afb3";

/** What `Client.save_auth_to_disk` of Prefect 1.4.1 wrote for two servers, one after the other. */
const BY_PYTHON = `# This file is auto-generated and should not be manually edited
# Update the Prefect config or use the CLI to login instead

["api.prefect.io"]
api_key = "pcu_abcdefgh1234"
tenant_id = "${TENANT}"

[localhost-4200]
api_key = "other"
`;

Deno.test("writeAuthFile() writes what the Python client writes, to the byte (S30)", () => {
  const first = writeAuthFile(undefined, CLOUD, { apiKey: new Secret("pcu_abcdefgh1234"), tenantId: TENANT });
  const file = { path: "auth.toml", text: first };
  assertEquals(writeAuthFile(file, "http://localhost:4200", { apiKey: new Secret("other") }), BY_PYTHON);
});

Deno.test("writeAuthFile() replaces the table of one API and keeps the others", () => {
  const file = { path: "auth.toml", text: BY_PYTHON };
  const text = writeAuthFile(file, CLOUD, { apiKey: new Secret("new") });
  assertEquals(text.split("\n").slice(3), [
    '["api.prefect.io"]',
    'api_key = "new"',
    "",
    ...BY_PYTHON.split("\n").slice(7),
  ]);
});

Deno.test("readAuthFile() finds the table by the host alone (S30, S35)", () => {
  const file = { path: "auth.toml", text: BY_PYTHON };
  for (const api of [CLOUD, `${CLOUD}/graphql`, "https://API.PREFECT.IO"]) {
    const { secret, tenantId } = readAuthFile(file, api);
    assertEquals([secret?.reveal(), tenantId], ["pcu_abcdefgh1234", TENANT]);
  }
  assertEquals(readAuthFile(file, "http://localhost:4200").secret?.reveal(), "other");
  assertEquals(readAuthFile(file, "http://elsewhere").secret, undefined);
});

Deno.test("clearAuthFile() leaves empty texts, which count as no login (S36)", () => {
  const text = clearAuthFile({ path: "auth.toml", text: BY_PYTHON }, CLOUD);
  assertEquals(text.includes('["api.prefect.io"]\napi_key = ""\ntenant_id = ""\n'), true);
  assertEquals(text.includes("pcu_"), false);
  const login = readAuthFile({ path: "auth.toml", text }, CLOUD);
  assertEquals([login.secret, login.tenantId], [undefined, undefined]);
});

Deno.test("readAuthFile() does not quote a broken file", () => {
  const text = '[api]\napi_key = "pcu_abcdefgh1234';
  const error = assertThrows(
    () => readAuthFile({ path: "auth.toml", text }, CLOUD),
    ConfigurationError,
    "auth.toml:2",
  );
  assertEquals(Deno.inspect(error).includes("abcdefgh"), false);
});
