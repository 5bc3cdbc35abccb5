/** The variables of a process by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLE_REGEXP = /\$(\w+|\{[^}]*\})/g;
const MAX_ROUNDS = 10;

function expandOnce(text: string, environment: Environment): string {
  const expanded = text.replace(VARIABLE_REGEXP, (whole, name: string) => {
    return environment[name.startsWith("{") ? name.slice(1, -1) : name] ?? whole;
  });
  const home = environment.HOME;
  return home !== undefined && /^~(?:\/|$)/.test(expanded)
    ? `${home.replace(/\/+$/, "")}${expanded.slice(1)}`
    : expanded;
}

/**
 * Expands `$VAR`, `${VAR}` and a leading `~` until nothing changes. What is unknown is left alone.
 *
 * Source: `reference/prefect-api.md` §2.4 (expansion).
 *
 * @param text Any text of the configuration.
 * @param environment Variables by name; `HOME` stands for `~`.
 * @returns The text; empty when it still changes after 10 rounds, which Prefect takes for unset.
 *
 * @example The folder of Prefect's files
 * ```ts
 * import { expandVariables } from "./expand_variables.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(expandVariables("~/$SUB", { HOME: "/home/ada", SUB: "prefect" }), "/home/ada/prefect");
 * assertEquals(expandVariables("pcu_1$2", {}), "pcu_1$2");
 * ```
 */
export function expandVariables(text: string, environment: Environment): string {
  let current = text;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = expandOnce(current, environment);
    if (next === current) return current;
    current = next;
  }
  return "";
}
