import { basename, dirname, fromFileUrl, join, relative, resolve } from "@std/path";
import { type Expectations, readExpectations } from "../contract/expectations.ts";
import { narrowFixtures } from "../contract/narrow_fixtures.ts";
import { type FixtureText, readSuite } from "../contract/read_suite.ts";
import type { Suite } from "../contract/suite.ts";
import { ConfigurationError, FixtureError } from "../core/errors.ts";
import type { ContractFlags } from "./contract_flags.ts";

/** Known deviations; no fixture. */
const EXPECTATIONS = "expectations.toml";
const FIXTURES = fromFileUrl(new URL("../../fixtures", import.meta.url));

/** The names of the fixture files at a path: of a folder, or the file itself. */
async function listFixtures(path: string): Promise<string[]> {
  const { isFile } = await Deno.stat(path);
  if (isFile) return [path];
  const names: string[] = [];
  for await (const entry of Deno.readDir(path)) {
    if (entry.isFile && entry.name.endsWith(".toml") && entry.name !== EXPECTATIONS) names.push(entry.name);
  }
  return names.sort().map((name) => join(path, name));
}

async function readFiles(path: string): Promise<FixtureText[]> {
  try {
    const files = await listFixtures(path);
    return await Promise.all(files.map(async (file) => {
      return { name: relative(Deno.cwd(), file), text: await Deno.readTextFile(file) };
    }));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const message = `Read fixtures "${path}" failed: no such file or folder, check --fixtures`;
    throw new ConfigurationError(message, { cause: error });
  }
}

/**
 * Reads what the cases of a path without a profile are made of: everything of the package but its cases.
 *
 * @returns The files, as text.
 */
export async function borrowParts(): Promise<FixtureText[]> {
  return (await readFiles(FIXTURES)).map((file) => ({ ...file, borrowed: true }));
}

/**
 * Reads the fixtures a command line asks for: those of the package, a folder, or one file. Where there is no
 * `profile.toml`, the package lends its profile, statements, setups, principals and capabilities.
 *
 * @param flags The command line.
 * @returns The files, as text.
 * @throws {ConfigurationError} When there is no such path, or no fixture at it.
 */
export async function readFixtures(
  { fixtures = FIXTURES }: Pick<ContractFlags, "fixtures">,
): Promise<FixtureText[]> {
  const own = await readFiles(fixtures);
  if (own.length === 0) {
    throw new ConfigurationError(`Read fixtures "${fixtures}" failed: no .toml file in it, check --fixtures`);
  }
  const hasProfile = own.some(({ name }) => basename(name) === "profile.toml");
  return hasProfile ? own : [...await borrowParts(), ...own];
}

/**
 * Finds the folders that the fixtures of a command line are in.
 *
 * @param flags The command line.
 * @returns Their paths.
 */
export async function fixtureFolders(flags: Pick<ContractFlags, "fixtures">): Promise<string[]> {
  const files = await readFixtures(flags);
  return [...new Set(files.map(({ name }) => resolve(dirname(name))))];
}

/**
 * Reads and checks the fixtures a command line asks for.
 *
 * @param flags The command line.
 * @param ids What is to be run, nothing for all cases: files that have nothing to do with it are not read. Without
 * it every file is read.
 * @returns The suite.
 * @throws {FixtureError} When a fixture is broken.
 * @throws {ConfigurationError} As {@linkcode readFixtures}.
 */
export async function loadSuite(
  flags: Pick<ContractFlags, "fixtures" | "expectations">,
  ids?: readonly string[],
): Promise<Suite> {
  const files = await readFixtures(flags);
  if (ids === undefined) return readSuite(files);
  // Expectations are checked against all cases.
  const isWhole = flags.expectations !== undefined || await isThere(await expectationsPath(flags));
  const some = narrowFixtures(files, isWhole ? [] : ids);
  try {
    return readSuite(some);
  } catch (error) {
    if (!(error instanceof FixtureError) || some.length === files.length) throw error;
    // What a mistyped name was meant to be may stand in any file.
    return readSuite(files);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Where the known deviations are, if there are any. */
async function expectationsPath(
  { fixtures = FIXTURES, expectations }: Pick<ContractFlags, "fixtures" | "expectations">,
): Promise<string> {
  if (expectations !== undefined) return expectations;
  const { isFile } = await Deno.stat(fixtures);
  return join(isFile ? dirname(fixtures) : fixtures, EXPECTATIONS);
}

/**
 * Reads the known deviations that a command line names, or that stand beside its fixtures.
 *
 * @param flags The command line.
 * @param suite Has the cases.
 * @returns What is expected, or `undefined` where nothing is.
 * @throws {FixtureError} When the file is broken.
 * @throws {ConfigurationError} When there is none, though it is named.
 */
export async function loadExpectations(
  flags: Pick<ContractFlags, "fixtures" | "expectations">,
  suite: Suite,
): Promise<Expectations | undefined> {
  const path = await expectationsPath(flags);
  try {
    return readExpectations({ name: relative(Deno.cwd(), path), text: await Deno.readTextFile(path) }, suite);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    if (flags.expectations === undefined) return undefined;
    const message = `Read expectations "${path}" failed: no such file, check --expectations`;
    throw new ConfigurationError(message, { cause: error });
  }
}
