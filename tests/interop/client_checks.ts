import { join } from "@std/path";
import type { Checklist } from "./checklist.ts";
import type { Place } from "./place.ts";

/**
 * Makes the checks of `client_checks.py`: what programs do with `prefect.Client`.
 *
 * @param list Where to note the checks.
 * @param place The server, with tenants of the slugs `default` and `second`.
 */
export async function checkClient(list: Checklist, place: Place): Promise<void> {
  const script = join(Deno.cwd(), "tests/interop/client_checks.py");
  const { code, text } = await place.run("python", [script], {
    env: { PREFECT__CLOUD__API_KEY: place.adminKey, PREFECT__CLOUD__USE_LOCAL_SECRETS: "false" },
  });
  for (const line of text.split("\n").filter((one) => one.startsWith("{"))) {
    const { name, fault } = JSON.parse(line) as { name: string; fault: string | null };
    list.record(name, fault ?? undefined);
  }
  await list.check("client_checks.py runs to its end", () => {
    return code === 0 ? Promise.resolve() : Promise.reject(new Error(text));
  });
}
