import { join } from "@std/path";
import type { Row } from "../server/model/row.ts";
import { RETENTION_BATCH } from "../server/services/retention.ts";
import { formatLine, HEADER } from "../server/transfer/transfer_line.ts";

const CHUNK = 64 * 1024;
const LINE_END = 10;

/** Reads the end of a file: as many whole lines, and how long the file is without a line that was broken off. */
async function readEnd(
  file: Deno.FsFile,
  lines: number,
): Promise<{ readonly last: ReadonlySet<string>; readonly length: number }> {
  const { size } = await file.stat();
  let bytes = new Uint8Array(0);
  const count = () => bytes.reduce((sum, byte) => sum + Number(byte === LINE_END), 0);
  while (bytes.length < size && count() <= lines) {
    const length = Math.min(Math.max(CHUNK, bytes.length), size - bytes.length);
    const more = new Uint8Array(length + bytes.length);
    await file.seek(size - more.length, Deno.SeekMode.Start);
    for (let at = 0; at < length;) at += (await file.read(more.subarray(at, length)))!;
    more.set(bytes, length);
    bytes = more;
  }
  const whole = bytes.subarray(0, bytes.lastIndexOf(LINE_END) + 1);
  return {
    last: new Set(new TextDecoder().decode(whole).split("\n")),
    length: size - (bytes.length - whole.length),
  };
}

/** Adds lines to a file, except those that its end has already; they are on the disk when this is done. */
async function appendLines(path: string, lines: readonly string[]): Promise<void> {
  using file = await Deno.open(path, { read: true, write: true, create: true, mode: 0o600 });
  const { last, length } = await readEnd(file, RETENTION_BATCH);
  await file.truncate(length);
  await file.seek(length, Deno.SeekMode.Start);
  const added = [...(length === 0 ? [HEADER] : []), ...lines.filter((line) => !last.has(line))];
  let rest = new TextEncoder().encode(added.map((line) => `${line}\n`).join(""));
  while (rest.length > 0) rest = rest.subarray(await file.write(rest));
  await file.sync();
}

/**
 * Adds rows to the archive in a folder: `TABLE-YEAR-MONTH.ndjson`, which `proctor server import` reads. What was written
 * when a process died is written once all the same.
 *
 * @param folder Where; it is made when it is not there.
 * @param rows `table`: where the rows are from; `rows`: each with a `timestamp`.
 */
export async function archiveRows(
  folder: string,
  { table, rows }: { readonly table: string; readonly rows: readonly Row[] },
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  const months = Map.groupBy(rows, ({ timestamp }) => String(timestamp).slice(0, "2026-01".length));
  for (const [month, some] of months) {
    await appendLines(
      join(folder, `${table}-${month}.ndjson`),
      some.map((row) => formatLine({ table, row })),
    );
  }
  // A file is lost with its name.
  using directory = await Deno.open(folder);
  await directory.sync();
}
