import { dirname } from "@std/path";

/**
 * Writes a file so that a reader sees the old text or the new one, never half of it. The folder is made when it is
 * not there.
 *
 * @param path Where to.
 * @param text What to write.
 */
export async function writeFile(path: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    await Deno.writeTextFile(draft, text);
    await Deno.rename(draft, path);
  } catch (error) {
    await Deno.remove(draft).catch(() => undefined);
    throw error;
  }
}
