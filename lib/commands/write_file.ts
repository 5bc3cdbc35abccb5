import { dirname } from "@std/path";
import { ConfigurationError } from "../core/errors.ts";

/** The file behind a link, so that a link stays one when its target is written. */
async function targetOf(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return path;
    throw error;
  }
}

/**
 * Writes a file so that a reader sees the old text or the new one, never half of it. The folder is made when it is
 * not there.
 *
 * @param path Where to.
 * @param text What to write.
 * @param options `secret`: the file is for its owner alone (mode 0600), and so is a folder that is made for it (0700).
 * @throws {ConfigurationError} When the path is in the home folder and nobody says where that is.
 */
export async function writeFile(
  path: string,
  text: string,
  options: { readonly secret?: boolean } = {},
): Promise<void> {
  if (path.startsWith("~/")) {
    throw new ConfigurationError(`Cannot write "${path}": expected HOME to say what ~ stands for, set it`);
  }
  const target = await targetOf(path);
  await Deno.mkdir(dirname(target), { recursive: true, ...(options.secret && { mode: 0o700 }) });
  const draft = `${target}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    {
      using file = await Deno.open(draft, {
        write: true,
        createNew: true,
        ...(options.secret && { mode: 0o600 }),
      });
      let rest = new TextEncoder().encode(text);
      while (rest.length > 0) rest = rest.subarray(await file.write(rest));
      // Without this, a machine that stops now may keep the new name and lose what it names.
      await file.syncData();
    }
    await Deno.rename(draft, target);
  } catch (error) {
    await Deno.remove(draft).catch(() => undefined);
    throw error;
  }
}
