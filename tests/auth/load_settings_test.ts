import { assertEquals } from "@std/assert";
import { loadSettings } from "../../lib/auth/load_settings.ts";
import { writeAuthFile } from "../../lib/auth/auth_file.ts";
import { writeSavedSettings } from "../../lib/auth/saved_settings.ts";
import { Secret } from "../../lib/core/secret.ts";

const TENANT = "07786de2-7283-434f-a9b1-600044a8afb3";

function readFrom(files: Readonly<Record<string, string>>) {
  return (path: string) => Promise.resolve(files[path]);
}

Deno.test("loadSettings() finds what an earlier process saved (S30, S35)", async () => {
  const text = writeAuthFile(undefined, "https://api.prefect.io", {
    apiKey: new Secret("key"),
    tenantId: TENANT,
  });
  const { apiKey, tenantId, credentialKind } = await loadSettings({}, {
    environment: { HOME: "/h" },
    readText: readFrom({ "/h/.prefect/auth.toml": text }),
  });
  assertEquals([apiKey.value?.reveal(), tenantId.value, credentialKind], ["key", TENANT, "key"]);
  assertEquals([apiKey.source, apiKey.line], ["file /h/.prefect/auth.toml", 5]);
});

Deno.test("loadSettings() finds the token of the older client under the slug of the address (S30)", async () => {
  const path = "/h/.prefect/client/https-api.prefect.io/settings.toml";
  const text = writeSavedSettings({ apiToken: new Secret("token"), activeTenantId: TENANT });
  const { apiKey, tenantId, credentialKind } = await loadSettings({}, {
    environment: { HOME: "/h" },
    readText: readFrom({ [path]: text }),
  });
  assertEquals([apiKey.value?.reveal(), tenantId.value, credentialKind], ["token", TENANT, "token"]);
});

Deno.test("loadSettings() looks for logins in the home_dir that the configuration names", async () => {
  const { apiKey, api } = await loadSettings({}, {
    environment: { HOME: "/h", PREFECT__USER_CONFIG_PATH: "$CONF/c.toml", CONF: "/etc" },
    readText: readFrom({
      "/etc/c.toml": 'home_dir = "~/p"\n[cloud]\napi = "https://x.test:8443/"',
      "/h/p/auth.toml": '[x-test-8443]\napi_key = "wrong"\n["x.test-8443"]\napi_key = "right"',
    }),
  });
  assertEquals([api.value, apiKey.value?.reveal()], ["https://x.test:8443", "right"]);
});

Deno.test("loadSettings() needs no file at all (S28)", async () => {
  const settings = await loadSettings({ backend: "server" }, { environment: {}, readText: readFrom({}) });
  assertEquals([settings.api.value, settings.apiKey.value], ["http://localhost:4200", undefined]);
});
