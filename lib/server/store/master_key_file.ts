import { ConfigurationError } from "../../core/errors.ts";
import { Secret } from "../../core/secret.ts";

/** Bits of a file's mode that let anybody but its owner in. */
const OTHERS = 0o077;

function checkMode(path: string, mode: number | null): void {
  // Windows has no modes.
  if (mode === null || (mode & OTHERS) === 0) return;
  throw new ConfigurationError(
    `Cannot use master key file "${path}": others may read it, expected mode 0600, run "chmod 600 ${path}" if nobody has`,
  );
}

/** Makes the file with all of its content at once, so that nobody reads half a key; one that is there stays. */
async function createFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${crypto.randomUUID()}`;
  try {
    using file = await Deno.open(draft, { write: true, createNew: true, mode: 0o600 });
    await file.write(new TextEncoder().encode(text));
    await file.sync();
    await Deno.link(draft, path);
  } catch (error) {
    // Another server on the same database was faster: its key is the key.
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  } finally {
    await Deno.remove(draft).catch(() => {});
  }
}

async function readFile(path: string): Promise<Secret | undefined> {
  try {
    checkMode(path, (await Deno.stat(path)).mode);
    return new Secret((await Deno.readTextFile(path)).trim());
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * Reads the master key of a database from a file beside it, and makes the file (mode 0600) when there is none.
 *
 * @param path The file.
 * @param make Makes the key that a new file gets.
 * @returns What the file holds; whether it is a key is for who uses it to say.
 * @throws {ConfigurationError} When the file cannot be read or made, or when others may read it.
 */
export async function masterKeyFile(path: string, make: () => Secret): Promise<Secret> {
  try {
    const found = await readFile(path);
    if (found) return found;
    await createFile(path, `${make().reveal()}\n`);
    return (await readFile(path))!;
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    throw new ConfigurationError(
      `Cannot use master key file "${path}": expected a file, or a folder to make it in; PROCTOR_MASTER_KEY works without one`,
      { cause },
    );
  }
}
