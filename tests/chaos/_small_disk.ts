import { join } from "@std/path";
import { InternalError, UnreachableError } from "../../lib/core/errors.ts";
import { type DiskReport, fillDisk } from "./_full_disk.ts";
import { send } from "./_send.ts";
import { startChild } from "./_server_child.ts";

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

/** What a server says that is to write where nothing can be written. */
const REFUSAL = "expected one that can be written to, or read only as with --read-only";

/**
 * Starts servers on a disk that was made read-only: one is to write and has to refuse, one is to read and has to answer.
 *
 * @returns What went wrong.
 */
export async function startOnReadOnlyDisk(): Promise<readonly string[]> {
  return await withSmallDisk(async (folder) => {
    const database = `sqlite:${join(folder, "a.sqlite")}`;
    await (await startChild({ database })).kill();
    await run("mount", ["-o", "remount,ro", folder]);
    const faults: string[] = [];
    try {
      await using writer = await startChild({ database });
      faults.push(`A server that is to write has started on a read-only disk, at ${writer.url}`);
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      if (!error.message.includes(REFUSAL)) faults.push(error.message);
    }
    await using reader = await startChild({ database, flags: ["--read-only"] });
    const { tenant } = await send(reader.url, "{ tenant { slug } }");
    const read = JSON.stringify(tenant);
    if (read !== '[{"slug":"default"}]') faults.push(`A server that is to read has read ${read}`);
    return faults;
  });
}
