/** A request that goes out as it stands, any number of times. */
export interface Shot {
  /** `host:port` is in it. */
  readonly url: string;
  readonly body: string;
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();
const LENGTH_REGEXP = /\r\ncontent-length: *(\d+)/i;
/** Larger than any answer of the bench. */
const BUFFER = 1 << 20;

function bytesOf({ url, body }: Shot): Uint8Array {
  const { host, pathname } = new URL(url);
  const bytes = ENCODER.encode(body);
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n` +
    `accept: application/json\r\ncontent-length: ${bytes.length}\r\n\r\n`;
  return ENCODER.encode(head + body);
}

/** Reads one answer to its last byte; gives its body. */
async function readAnswer(connection: Deno.TcpConn, buffer: Uint8Array): Promise<string> {
  let size = 0;
  let end = Infinity;
  let start = 0;
  while (size < end) {
    const read = await connection.read(buffer.subarray(size));
    if (read === null) throw new RangeError(`Read an answer failed: it breaks off after ${size} bytes`);
    size += read;
    if (end < Infinity) continue;
    const text = DECODER.decode(buffer.subarray(0, Math.min(size, 2000)));
    start = text.indexOf("\r\n\r\n") + 4;
    const length = LENGTH_REGEXP.exec(text)?.[1];
    if (start > 3 && length === undefined) throw new RangeError(`Cannot tell the length of "${text}"`);
    if (start > 3) end = start + Number(length);
  }
  return DECODER.decode(buffer.subarray(start, size));
}

/**
 * Sends requests over some connections at a time, each as soon as the one before is answered. `fetch` would take
 * longer than the servers that are measured.
 *
 * @param shots What is sent, in turn.
 * @param options How many requests in all, over how many connections.
 * @returns Requests a second, and the answer to the last.
 * @throws {RangeError} When an answer is an error or breaks off.
 */
export async function load(
  shots: readonly Shot[],
  { requests, connections }: { readonly requests: number; readonly connections: number },
): Promise<{ readonly rate: number; readonly answer: string }> {
  const { hostname, port } = new URL(shots[0]!.url);
  const messages = shots.map(bytesOf);
  let sent = 0;
  let answer = "";
  const work = async (connection: Deno.TcpConn) => {
    const buffer = new Uint8Array(BUFFER);
    while (sent < requests) {
      let rest = messages[sent++ % messages.length]!;
      while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
      answer = await readAnswer(connection, buffer);
      if (answer.includes('"errors"')) throw new RangeError(`Send a request failed: ${answer}`);
    }
  };
  const lines = await Promise.all(
    Array.from({ length: connections }, () => Deno.connect({ hostname, port: Number(port) })),
  );
  try {
    const begin = performance.now();
    await Promise.all(lines.map(work));
    return { rate: requests * 1000 / (performance.now() - begin), answer };
  } finally {
    for (const line of lines) line.close();
  }
}
