import { join } from "@std/path";
import { InternalError } from "../../lib/core/errors.ts";
import { type DiskReport, fillDisk } from "./_full_disk.ts";
import { spawnServer, startChild } from "./_server_child.ts";

/** Of the disk, and of what lies on it until there must be room, in megabytes. */
const SIZE = 12;
const BALLAST = 6;

async function run(command: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args: [...args] }).output();
  if (!success) {
    throw new InternalError(
      `Cannot run "${command} ${args.join(" ")}": ${
        new TextDecoder().decode(stderr).trim()
      }, root is needed to mount`,
    );
  }
}

/** Runs work in a folder that is a small disk of its own, in memory. */
async function withSmallDisk<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir();
  await run("mount", ["-t", "tmpfs", "-o", `size=${SIZE}m`, "tmpfs", folder]);
  try {
    return await work(folder);
  } finally {
    await run("umount", [folder]);
    await Deno.remove(folder);
  }
}

/**
 * Lets a real disk run full under a server, and makes room.
 *
 * @returns What clients saw.
 */
export async function fillSmallDisk(): Promise<DiskReport> {
  return await withSmallDisk(async (folder) => {
    const ballast = join(folder, "ballast");
    await Deno.writeFile(ballast, new Uint8Array(BALLAST * 2 ** 20));
    await using server = await startChild({ database: `sqlite:${join(folder, "a.sqlite")}` });
    return await fillDisk(server, () => Deno.remove(ballast));
  });
}

/**
 * Starts a server on a database that can only be read.
 *
 * @param flags Of the server.
 * @returns How it ended, and what it said.
 */
export async function startOnReadOnlyDisk(
  flags: readonly string[] = [],
): Promise<{ readonly code: number; readonly said: string }> {
  return await withSmallDisk(async (folder) => {
    const database = `sqlite:${join(folder, "a.sqlite")}`;
    await (await startChild({ database })).kill();
    await run("mount", ["-o", "remount,ro", folder]);
    const child = spawnServer({ database, flags });
    const { code, stderr } = await child.output();
    return { code, said: new TextDecoder().decode(stderr).trim() };
  });
}
