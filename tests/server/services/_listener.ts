/** A request that came. */
export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** How to answer a request; `never` leaves it open. */
export type Reply = { readonly status: number; readonly headers?: Record<string, string> } | "never";

/** Somebody to be called: keeps what it was sent, and answers as it was told. */
export interface Listener extends AsyncDisposable {
  readonly url: string;
  readonly received: Received[];
  /** Settles when so many requests have come. */
  waitFor(count: number): Promise<void>;
}

/** Listens on a free port of this machine; after the given replies all is well. */
export function listen(replies: readonly Reply[] = []): Listener {
  const received: Received[] = [];
  const waiting: Array<{ readonly count: number; readonly resolve: () => void }> = [];
  const stop = new AbortController();
  const stopped = Promise.withResolvers<Response>();
  const answer = async (request: Request): Promise<Response> => {
    const body = await request.text();
    const reply = replies[received.length] ?? { status: 200 };
    const { pathname, search } = new URL(request.url);
    received.push({ method: request.method, path: pathname + search, headers: request.headers, body });
    for (const { count, resolve } of waiting) if (received.length >= count) resolve();
    return reply === "never" ? await stopped.promise : new Response(null, reply);
  };
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {}, signal: stop.signal };
  const server = Deno.serve(options, answer);
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    received,
    waitFor(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (received.length >= count) resolve();
      waiting.push({ count, resolve });
      return promise;
    },
    async [Symbol.asyncDispose]() {
      stopped.resolve(new Response());
      stop.abort();
      await server.finished;
    },
  };
}
