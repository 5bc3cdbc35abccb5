import { join } from "@std/path";
import type { Checklist } from "./checklist.ts";
import type { Place } from "./place.ts";

/**
 * Makes the checks of a Python script, which prints one JSON object per check: `{"name", "fault"}`.
 *
 * @param list Where to note the checks.
 * @param place The server.
 * @param options `script`: a file of this folder; `env`: variables for it.
 */
export async function checkWithPython(
  list: Checklist,
  place: Place,
  { script, env = {} }: { readonly script: string; readonly env?: Readonly<Record<string, string>> },
): Promise<void> {
  const path = join(Deno.cwd(), "tests/interop", script);
  const { code, text } = await place.run("python", [path], { env });
  for (const line of text.split("\n").filter((one) => one.startsWith('{"name"'))) {
    const { name, fault } = JSON.parse(line) as { name: string; fault: string | null };
    list.record(name, fault ?? undefined);
  }
  await list.check(`${script} runs to its end`, () => {
    return code === 0 ? Promise.resolve() : Promise.reject(new Error(text));
  });
}
