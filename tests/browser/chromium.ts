/** What the tests need of a browser: headless Chromium, driven by its own protocol. */

/** A page in a browser of its own. */
export interface Page extends AsyncDisposable {
  /** Goes to an address. */
  goto(url: string): Promise<void>;
  /** The value of an expression in the page. */
  evaluate<T>(expression: string): Promise<T>;
  /** Evaluates until it is true. @throws When it takes longer than half a minute. */
  until(expression: string): Promise<void>;
  /** Everything the page has sent: one JSON text per request, with headers and body. */
  readonly requests: readonly string[];
  /** PNG. */
  screenshot(): Promise<Uint8Array>;
  /** Shows pages from now on as on another screen. */
  emulate(screen: Screen): Promise<void>;
}

/** A screen, and what its owner has chosen. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  /** Whether the colour scheme is dark. */
  readonly dark: boolean;
  /** Whether scripts of pages run. */
  readonly scripts: boolean;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: Record<string, unknown>;
}

const PATIENCE = 30_000;

async function readPort(stderr: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of stderr.pipeThrough(new TextDecoderStream()).values({ preventCancel: true })) {
    text += chunk;
    const [, port] = /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(text) ?? [];
    if (port !== undefined) return port;
  }
  throw new Error(`Chromium did not start: ${text}`);
}

/** Starts the browser; `CHROMIUM` names another one than `chromium`. */
export async function openPage(): Promise<Page> {
  const profile = await Deno.makeTempDir();
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"];
  const child = new Deno.Command(Deno.env.get("CHROMIUM") ?? "chromium", {
    args: [...flags, `--user-data-dir=${profile}`, "about:blank"],
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const [head, rest] = child.stderr.tee();
  const drained = rest.pipeTo(new WritableStream());
  const port = await readPort(head);
  const opened = await fetch(`http://127.0.0.1:${port}/json/new?about:blank`, { method: "PUT" });
  const socket = new WebSocket((await opened.json()).webSocketDebuggerUrl);
  await new Promise((resolve) => socket.onopen = resolve);

  const requests: string[] = [];
  const waiting = new Map<number, (result: Record<string, unknown>) => void>();
  let last = 0;
  socket.onmessage = ({ data }) => {
    const { id, method, params, result } = JSON.parse(data) as Message;
    if (id !== undefined) waiting.get(id)?.(result ?? {});
    if (method?.startsWith("Network.requestWillBeSent")) requests.push(JSON.stringify(params));
  };
  function send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    return new Promise((resolve) => {
      waiting.set(++last, resolve);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  }
  async function evaluate<T>(expression: string): Promise<T> {
    const { result } = await send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    return (result as { value: T }).value;
  }
  await send("Network.enable");
  await send("Page.enable");
  return {
    requests,
    evaluate,
    async goto(url) {
      await send("Page.navigate", { url });
    },
    async until(expression) {
      const end = Date.now() + PATIENCE;
      while (!await evaluate<boolean>(`Boolean(${expression})`)) {
        if (Date.now() > end) throw new Error(`Never came true in the page: ${expression}`);
      }
    },
    async screenshot() {
      const { data } = await send("Page.captureScreenshot");
      return Uint8Array.from(atob(data as string), (char) => char.charCodeAt(0));
    },
    async emulate({ width, height, dark, scripts }) {
      await send("Emulation.setDeviceMetricsOverride", {
        width,
        height,
        deviceScaleFactor: 1,
        mobile: false,
      });
      const scheme = { name: "prefers-color-scheme", value: dark ? "dark" : "light" };
      await send("Emulation.setEmulatedMedia", { features: [scheme] });
      await send("Emulation.setScriptExecutionDisabled", { value: !scripts });
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => socket.onclose = resolve);
      socket.close();
      await closed;
      child.kill("SIGTERM");
      await child.status;
      await Promise.all([drained, head.cancel().catch(() => undefined)]);
      await Deno.remove(profile, { recursive: true });
    },
  };
}
