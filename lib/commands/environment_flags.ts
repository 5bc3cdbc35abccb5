/**
 * Lets the environment say what a command line does not: the flag `--log-level` is `PROCTOR_SERVER_LOG_LEVEL`.
 *
 * @param args The command line.
 * @param options `names`: the flags in camel case. `prefix`: of the variables. `environment`: looks a variable up.
 * @returns The command line with what the environment adds to it; what it says itself wins.
 *
 * @example A port for a container
 * ```ts
 * import { withEnvironment } from "./environment_flags.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const options = {
 *   names: ["port", "readOnly", "testClock"],
 *   prefix: "PROCTOR_SERVER_",
 *   environment: (name: string) => ({ PROCTOR_SERVER_PORT: "80", PROCTOR_SERVER_TEST_CLOCK: "no" })[name],
 * };
 * assertEquals(withEnvironment(["--read-only"], options), ["--read-only", "--port=80", "--test-clock=no"]);
 * ```
 */
export function withEnvironment(
  args: readonly string[],
  { names, prefix, environment }: {
    readonly names: readonly string[];
    readonly prefix: string;
    readonly environment: (name: string) => string | undefined;
  },
): string[] {
  const added: string[] = [];
  const said = new Set(args.map((arg) => arg.split("=", 1)[0]));
  for (const name of names) {
    const words = name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    const flag = `--${words.toLowerCase().replaceAll("_", "-")}`;
    if (said.has(flag) || said.has(`--${name}`)) continue;
    const value = environment(`${prefix}${words}`);
    if (value !== undefined && value !== "") added.push(`${flag}=${value}`);
  }
  return [...args, ...added];
}
