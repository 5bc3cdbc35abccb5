/** The server's side of one connection. */
export interface Talk {
  /** Reads a request to its end; `undefined` when the other side has hung up. */
  readonly hear: () => Promise<string | undefined>;
  /** Sends something. */
  readonly say: (text: string | Uint8Array) => Promise<void>;
}

/** A server that does as a test says, byte by byte. */
export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  /** The requests that have come, on each connection. */
  readonly heard: readonly (readonly string[])[];
}

function talkOver(connection: Deno.Conn, heard: string[]): Talk {
  const buffer = new Uint8Array(65_536);
  const decoder = new TextDecoder("utf-8");
  return {
    async hear() {
      let text = "";
      for (;;) {
        const [, head, body] = /^([^]*?\r\n\r\n)([^]*)$/.exec(text) ?? [];
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(head ?? "")?.[1] ?? 0);
        if (body !== undefined && new TextEncoder().encode(body).length >= length) {
          heard.push(text);
          return text;
        }
        const count = await connection.read(buffer);
        if (count === null) return undefined;
        text += decoder.decode(buffer.subarray(0, count), { stream: true });
      }
    },
    async say(text) {
      let bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
      while (bytes.length > 0) bytes = bytes.subarray(await connection.write(bytes));
    },
  };
}

/** Starts a server on the loopback; `play` is called for each connection, which is closed when it is over. */
export function startScripted(play: (talk: Talk, index: number) => Promise<unknown>): ScriptedServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const heard: string[][] = [];
  const plays: Promise<void>[] = [];
  const perform = async (connection: Deno.Conn, index: number) => {
    try {
      await play(talkOver(connection, heard[index]!), index);
    } catch {
      // The other side has hung up in the middle.
    } finally {
      connection.close();
    }
  };
  const accepting = (async () => {
    for await (const connection of listener) plays.push(perform(connection, heard.push([]) - 1));
  })();
  return {
    url: `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    heard,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      await Promise.all(plays);
    },
  };
}
