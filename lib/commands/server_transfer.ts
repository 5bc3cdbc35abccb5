import type { StricliProcess } from "@stricli/core";
import { ConfigurationError, UsageError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import { deriveKey } from "../server/access/master_key.ts";
import { openStore } from "../server/http/open_store.ts";
import { readPrefectDatabase } from "../server/store/prefect_database.ts";
import { Seals } from "../server/store/seals.ts";
import { exportRows } from "../server/transfer/export_rows.ts";
import { importRows, type NumberedRow } from "../server/transfer/import_rows.ts";
import { storedTables } from "../server/transfer/stored_tables.ts";
import {
  checkHeader,
  formatLine,
  HEADER,
  parseLine,
  type TransferRow,
} from "../server/transfer/transfer_line.ts";

/** What is moved where. */
export interface TransferOptions {
  /** `sqlite:PATH` or `postgres://…`. */
  readonly database: Secret;
  /** Where it is not in a file beside the database. */
  readonly masterKey: Secret | undefined;
  /** A file; `-` for the standard streams. */
  readonly path: string;
  /** A database of Prefect Server to import from, in place of a file. */
  readonly from: Secret | undefined;
  readonly terminal: StricliProcess;
}

const CHUNK = 64 * 1024;
/** How many rows pass between two lines of progress. */
const STEP = 100_000;

/** Tells on stderr how far it is, now and then. */
function counter(terminal: StricliProcess, done: string): (rows: number) => void {
  let told = 0;
  return (rows) => {
    if (rows - told < STEP) return;
    told = rows;
    terminal.stderr.write(`${rows} rows ${done}\n`);
  };
}

function requireFile(database: Secret): void {
  if (database.reveal() !== ":memory:") return;
  throw new UsageError(
    'Cannot use database ":memory:": it is empty and gone at exit, expected sqlite:PATH or postgres://… with --database',
  );
}

/** To open a file that is not there would make it. */
async function requireThere(database: Secret): Promise<void> {
  const [, path] = /^sqlite:(.+)$/.exec(database.reveal()) ?? [];
  if (path === undefined) return;
  try {
    await Deno.stat(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new UsageError(`Cannot export "${path}": there is no such database`, { cause });
  }
}

async function withStore<T>(
  { database, masterKey }: TransferOptions,
  work: (opened: Awaited<ReturnType<typeof openStore>> & { seals: Seals }) => Promise<T>,
): Promise<T> {
  requireFile(database);
  const opened = await openStore({ database, ...(masterKey && { masterKey }) });
  try {
    return await work({ ...opened, seals: new Seals(await deriveKey(opened.masterKey, "secrets")) });
  } finally {
    await opened.store.close();
  }
}

/** Opens what is written to; a file appears under its name only when all of it is there. */
async function openOutput(
  path: string,
  terminal: StricliProcess,
): Promise<{ write: (text: string) => Promise<void>; end: (done: boolean) => Promise<void> }> {
  const encoder = new TextEncoder();
  if (path === "-") {
    return {
      write: (text) => Promise.resolve(terminal.stdout.write(text)),
      end: () => Promise.resolve(),
    };
  }
  const draft = `${path}.part`;
  const file = await Deno.open(draft, { write: true, create: true, truncate: true, mode: 0o600 });
  const writer = file.writable.getWriter();
  return {
    write: (text) => writer.write(encoder.encode(text)),
    async end(done) {
      if (done) await file.sync();
      await writer.close();
      await (done ? Deno.rename(draft, path) : Deno.remove(draft));
    },
  };
}

/**
 * `proctor server export`: writes every row worth keeping as NDJSON. Sealed values stay sealed, hashes stay hashes.
 *
 * @param options See {@linkcode TransferOptions}.
 * @throws {UsageError} When there is no database to export.
 * @throws {ConfigurationError} When it cannot be opened, or the file cannot be written.
 */
export async function exportServer(options: TransferOptions): Promise<void> {
  const { path, terminal } = options;
  await requireThere(options.database);
  await withStore(options, async ({ store, seals }) => {
    const output = await openOutput(path, terminal);
    const tell = counter(terminal, "exported");
    let [count, text, done] = [0, `${HEADER}\n`, false];
    try {
      await exportRows(store, {
        seals,
        async take(row: TransferRow) {
          text += `${formatLine(row)}\n`;
          tell(++count);
          if (text.length < CHUNK) return;
          await output.write(text);
          text = "";
        },
      });
      await output.write(text);
      done = true;
    } finally {
      await output.end(done);
    }
    terminal.stderr.write(`${count} rows exported${path === "-" ? "" : ` to ${path}`}\n`);
  });
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const stream = path === "-" ? Deno.stdin.readable : (await Deno.open(path)).readable;
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream("utf-8", { fatal: true }))) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest;
}

async function* rowsOf(path: string): AsyncGenerator<NumberedRow> {
  let line = 0;
  try {
    for await (const text of linesOf(path)) {
      line++;
      if (line === 1) checkHeader(text);
      else if (text.trim() !== "") yield { line, ...parseLine(text, line) };
    }
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) {
      throw new UsageError(`Cannot read "${path}": there is no such file`, { cause });
    }
    if (!(cause instanceof TypeError)) throw cause;
    throw new ConfigurationError(`Cannot read "${path}" after line ${line}: it is not UTF-8`, { cause });
  }
  if (line === 0) throw new ConfigurationError(`Cannot import "${path}": it is empty, expected an export`);
}

async function* numbered(rows: AsyncIterable<TransferRow>): AsyncGenerator<NumberedRow> {
  let line = 0;
  for await (const row of rows) yield { line: ++line, ...row };
}

/**
 * `proctor server import`: adds the rows of an export, or of a database of Prefect Server, to a database. What is there
 * already stays, so an import that was broken off is started again with the same command.
 *
 * @param options See {@linkcode TransferOptions}.
 * @throws {UsageError} When there is no file or no database to import into.
 * @throws {ConfigurationError} For what is no export, with its line, and for a row that the database refuses.
 */
export async function importServer(options: TransferOptions): Promise<void> {
  const { path, from, terminal } = options;
  await withStore(options, async ({ store, seals }) => {
    const take = (rows: AsyncIterable<NumberedRow>) =>
      importRows(store, rows, { seals, onProgress: counter(terminal, "imported") });
    const count = from === undefined
      ? await take(rowsOf(path))
      : await readPrefectDatabase(from, { tables: storedTables(), work: (rows) => take(numbered(rows)) });
    terminal.stderr.write(`${count} rows imported; those that were there already stayed as they were\n`);
  });
}
