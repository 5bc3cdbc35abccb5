import type { StricliProcess } from "@stricli/core";

interface SyncStream {
  writeSync(bytes: Uint8Array): number;
  isTerminal(): boolean;
}

const encoder = new TextEncoder();

/** A reader that has gone (`proctor … | head`) is no failure: the rest of the output is dropped. */
function writeAll(stream: SyncStream, text: string): void {
  let bytes = encoder.encode(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

function openStream(stream: SyncStream): StricliProcess["stdout"] {
  return {
    write: (text) => writeAll(stream, text),
    getColorDepth: () => stream.isTerminal() && !Deno.noColor ? 4 : 1,
  };
}

/**
 * The process a command runs in: results go to `stdout`, everything else to `stderr`; colours only on a terminal
 * and without `NO_COLOR`.
 *
 * @returns Streams that write at once and stay silent when nobody reads them any more.
 */
export function openTerminal(): StricliProcess {
  return { stdout: openStream(Deno.stdout), stderr: openStream(Deno.stderr) };
}
