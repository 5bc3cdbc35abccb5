import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { writeAuthFile } from "../../lib/auth/auth_file.ts";
import { loadSettings } from "../../lib/auth/load_settings.ts";
import { Secret } from "../../lib/core/secret.ts";
import { connect } from "../../lib/graphql/connect.ts";
import type { Checklist } from "./checklist.ts";
import type { Place } from "./place.ts";

/**
 * Checks that a login of one client is a login of the other (S30, S35).
 *
 * @param list Where to note the checks.
 * @param place The server; nobody is logged in there, before and after.
 * @param options Address of the server.
 */
export async function checkSavedKeys(
  list: Checklist,
  place: Place,
  options: { readonly api: string },
): Promise<void> {
  const { api } = options;
  const path = join(place.home, ".prefect", "auth.toml");
  await list.check("a key saved by prefect auth login is used by Proctor without being told", async () => {
    const login = await place.run("prefect", ["auth", "login", "--key", place.adminKey]);
    assertEquals(login.code, 0, login.text);
    const settings = await loadSettings({ api }, {
      environment: { HOME: place.home },
      readText: (each) => each === path ? Deno.readTextFile(each) : Promise.resolve(undefined),
    });
    const data = await connect(settings).request("{ auth_info { tenant_id } }");
    assertEquals(data, { auth_info: { tenant_id: settings.tenantId.value } });
    await Deno.remove(path);
  });
  await list.check("a key saved by Proctor is used by prefect without being told", async () => {
    await Deno.writeTextFile(path, writeAuthFile(undefined, api, { apiKey: new Secret(place.adminKey) }));
    const status = await place.run("prefect", ["auth", "status"]);
    assertStringIncludes(status.text, "You are authenticating with an API key");
    const tenants = await place.run("prefect", ["auth", "list-tenants"]);
    assertEquals(tenants.code, 0, tenants.text);
    assertStringIncludes(tenants.text, "default");
    await Deno.remove(path);
  });
}
