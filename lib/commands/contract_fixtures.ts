import { fromFileUrl, join, relative } from "@std/path";
import { type FixtureText, readSuite } from "../contract/read_suite.ts";
import type { Suite } from "../contract/suite.ts";
import { ConfigurationError } from "../core/errors.ts";
import type { ContractFlags } from "./contract_flags.ts";

const FIXTURES = fromFileUrl(new URL("../../fixtures", import.meta.url));

async function readFixtures(folder: string): Promise<FixtureText[]> {
  const files: FixtureText[] = [];
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (!isFile || !name.endsWith(".toml")) continue;
      const path = join(folder, name);
      files.push({ name: relative(Deno.cwd(), path), text: await Deno.readTextFile(path) });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) throw error;
    throw new ConfigurationError(`Read fixtures "${folder}" failed: no such folder, check --fixtures`, {
      cause: error,
    });
  }
  if (files.length === 0) {
    throw new ConfigurationError(`Read fixtures "${folder}" failed: no .toml file in it, check --fixtures`);
  }
  return files.sort((a, b) => a.name < b.name ? -1 : 1);
}

/**
 * Reads the fixtures a command line asks for.
 *
 * @param flags The command line.
 * @returns The suite.
 * @throws {FixtureError} When a fixture is broken.
 * @throws {ConfigurationError} When there is no such folder, or nothing in it.
 */
export async function loadSuite(flags: Pick<ContractFlags, "fixtures">): Promise<Suite> {
  return readSuite(await readFixtures(flags.fixtures ?? FIXTURES));
}
