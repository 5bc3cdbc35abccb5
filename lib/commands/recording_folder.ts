import { join } from "@std/path";
import type { Recording } from "../contract/recordings/recording.ts";
import { formatRecording, INDEX_FILE, parseRecording } from "../contract/recordings/recording_text.ts";
import { ConfigurationError, UsageError } from "../core/errors.ts";

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}

/**
 * Tells whether a folder holds a recording.
 *
 * @param folder Its path.
 * @returns `true` when it does.
 */
export function isRecording(folder: string): Promise<boolean> {
  return exists(join(folder, INDEX_FILE));
}

/**
 * Makes sure that a recording may be written to a folder, before the run that is to be recorded.
 *
 * @param folder Its path.
 * @throws {UsageError} When something else is there.
 */
export async function checkRecordingFolder(folder: string): Promise<void> {
  if (!await exists(folder) || await isRecording(folder)) return;
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => [folder]);
  if (entries.length === 0) return;
  throw new UsageError(
    `Cannot record to "${folder}": it holds something that is no recording, choose a new folder`,
  );
}

/**
 * Writes a recording. It takes the place of the one that was there at once and as a whole.
 *
 * @param folder Where to.
 * @param recording What to write.
 */
export async function writeRecording(folder: string, recording: Recording): Promise<void> {
  const draft = `${folder.replace(/\/+$/, "")}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    await Deno.mkdir(draft, { recursive: true });
    for (const backend of recording.scenes.keys()) await Deno.mkdir(join(draft, backend));
    for (const [path, text] of formatRecording(recording)) await Deno.writeTextFile(join(draft, path), text);
    if (await exists(folder)) await Deno.remove(folder, { recursive: true });
    await Deno.rename(draft, folder);
  } catch (error) {
    await Deno.remove(draft, { recursive: true }).catch(() => undefined);
    throw error;
  }
}

async function readFiles(folder: string, prefix: string): Promise<(readonly [string, string])[]> {
  const files: (readonly [string, string])[] = [];
  for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isFile && name.endsWith(".json")) files.push([prefix + name, await Deno.readTextFile(path)]);
    else if (isDirectory && prefix === "") files.push(...await readFiles(path, `${name}/`));
  }
  return files;
}

/**
 * Reads a recording.
 *
 * @param folder Where it is.
 * @returns The recording.
 * @throws {ConfigurationError} When none is there, or one of its files is broken.
 */
export async function readRecording(folder: string): Promise<Recording> {
  if (!await isRecording(folder)) {
    throw new ConfigurationError(
      `Read recording "${folder}" failed: no ${INDEX_FILE} in it, make one with --record`,
    );
  }
  return parseRecording(new Map(await readFiles(folder, "")));
}
