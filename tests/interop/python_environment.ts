import { join } from "@std/path";
import { ConfigurationError } from "../../lib/core/errors.ts";

const FOLDER = ".proctor/interop";
const REQUIREMENTS = "tests/interop/requirements.txt";
/** prefect 1.4.1 runs on 3.7 to 3.11; the pins are for this one. */
const PYTHON = "python3.11";

async function run(command: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args: [...args], stdout: "null" }).output();
  if (success) return;
  throw new ConfigurationError(
    `Cannot prepare Python with "${command} ${args.join(" ")}": expected it to work, it says ${
      new TextDecoder().decode(stderr).trim()
    }`,
  );
}

/**
 * Makes a virtual environment with the real Prefect client, or takes the one that was made from the same
 * requirements before.
 *
 * @returns The folder of its programs.
 * @throws {ConfigurationError} When Python 3.11 is missing or the packages cannot be had.
 */
export async function pythonEnvironment(): Promise<string> {
  const requirements = await Deno.readFile(REQUIREMENTS);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", requirements)).toHex().slice(0, 12);
  const folder = join(Deno.cwd(), FOLDER, `python-${digest}`);
  const bin = join(folder, "bin");
  const ready = join(folder, "ready");
  try {
    await Deno.stat(ready);
    return bin;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  await run(PYTHON, ["-m", "venv", "--clear", folder]);
  await run(join(bin, "pip"), ["install", "--quiet", "--no-deps", "--requirement", REQUIREMENTS]);
  await run(join(bin, "pip"), ["check"]);
  await Deno.writeTextFile(ready, "");
  return bin;
}
