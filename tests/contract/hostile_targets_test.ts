import { assert, assertEquals, assertMatch } from "@std/assert";
import { fetchRequest } from "../../lib/contract/fetch_request.ts";
import { sendRequest } from "../../lib/contract/send_request.ts";
import type { Send } from "../../lib/contract/wire_request.ts";
import { runTrial, SERVER, suiteOf } from "./support.ts";

/** What a target does with a connection once a request is there; `write` fails when the other side has gone. */
type Hostility = (
  write: (chunk: string | Uint8Array) => Promise<void>,
  hungUp: () => Promise<unknown>,
) => Promise<void>;

const OK = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const GOOD = '{"data":{"hello":"x"}}';
const CASE = `[[case]]
id = "a"
title = "It says hello"
proves = ["S46"]
document = "{ hello }"
`;
const LIMITS = { timeout: 1000, maxBytes: 1_000_000 };
/** What a run may take more while a target sends gigabytes; without limits it takes all there is. */
const MEMORY = 300_000_000;

/** Sends the same chunk until nobody listens. */
async function endlessly(write: (chunk: string | Uint8Array) => Promise<void>, chunk: string | Uint8Array) {
  for (;;) await write(chunk);
}

/** 64 megabytes of zeros, packed; sent 160 times, each a member of its own, it is ten gigabytes. */
async function packed(): Promise<Uint8Array> {
  const block = new Blob([new Uint8Array(64 * 1024 * 1024)]).stream();
  return await new Response(block.pipeThrough(new CompressionStream("gzip"))).bytes();
}

/** A target that reads the head of each request and then does what it likes. */
function hostileTarget(hostility: Hostility) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const talks: Promise<void>[] = [];
  const talk = async (connection: Deno.Conn) => {
    const buffer = new Uint8Array(65_536);
    const write = async (chunk: string | Uint8Array) => {
      let bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
      while (bytes.length > 0) bytes = bytes.subarray(await connection.write(bytes));
    };
    try {
      await connection.read(buffer);
      await hostility(write, () => connection.read(buffer));
    } catch {
      // The suite has hung up.
    } finally {
      connection.close();
    }
  };
  const accepting = (async () => {
    for await (const connection of listener) talks.push(talk(connection));
  })();
  const { port } = listener.addr as Deno.NetAddr;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      await Promise.all(talks);
    },
  };
}

/** How a request goes out. */
interface Way {
  readonly name: string;
  readonly raw: boolean;
  readonly send: Send;
}

const WAYS: readonly Way[] = [
  { name: "", raw: false, send: sendRequest },
  { name: ", asked by a raw request", raw: true, send: sendRequest },
  { name: ", asked by fetch", raw: false, send: fetchRequest },
];

async function judge(hostility: Hostility, { raw, send }: Way, limits: { maxBytes?: number } = {}) {
  await using target = hostileTarget(hostility);
  const { verdicts } = await runTrial(suiteOf(raw ? `${CASE}raw = true\n` : CASE), () => ({}), {
    ...LIMITS,
    ...limits,
    targets: [{ ...SERVER, url: target.url }],
    send,
  });
  return verdicts[0]!;
}

const KINDS: readonly (readonly [kind: string, hostility: Hostility, reason: RegExp])[] = [
  ["sends a gigabyte", async (write) => {
    await write(`${OK}content-length: 1000000000\r\n\r\n`);
    await endlessly(write, " ".repeat(65_536));
  }, /larger than 1000000 bytes/],
  ["streams without an end", async (write) => {
    await write(`${OK}transfer-encoding: chunked\r\n\r\n`);
    await endlessly(write, `10000\r\n${" ".repeat(65_536)}\r\n`);
  }, /larger than 1000000 bytes/],
  ["drips", async (write) => {
    await write(`${OK}content-length: 100000\r\n\r\n`);
    for (;;) {
      await write(" ");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }, /no answer within 1 s/],
  ["never answers", async (_write, hungUp) => void await hungUp(), /no answer within 1 s/],
  ["announces more than it sends", (write) => write(`${OK}content-length: 100\r\n\r\n${GOOD}`), /breaks off/],
  ["ends in the middle of a chunk", (write) => {
    return write(`${OK}transfer-encoding: chunked\r\n\r\nff\r\n${GOOD}`);
  }, /breaks off/],
  ["has chunks without a size", (write) => {
    return write(`${OK}transfer-encoding: chunked\r\n\r\nzz\r\n${GOOD}\r\n\r\n`);
  }, /breaks off|without a size/],
  ["hangs up", () => Promise.resolve(), /breaks off/],
  ["speaks no HTTP", (write) => write("SSH-2.0-OpenSSH\r\n\r\n"), /no HTTP|not HTTP/],
  ["floods with headers", async (write) => {
    await write(OK);
    await endlessly(write, `x-flood: ${"x".repeat(60_000)}\r\n`);
  }, /breaks off|larger than/],
  ["floods with interim answers", async (write) => {
    await endlessly(write, "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n".repeat(100));
  }, /no answer within 1 s|larger than|breaks off/],
  ["nests 100,000 levels", (write) => {
    return write(`${OK}connection: close\r\n\r\n{"data":${"[".repeat(100_000)}${"]".repeat(100_000)}}`);
  }, /deeper than 1000 levels/],
];

for (const [kind, hostility, reason] of KINDS) {
  for (const way of WAYS) {
    Deno.test(`runSuite() ends as an error what ${kind}${way.name}`, async () => {
      const before = Deno.memoryUsage().rss;
      const verdict = await judge(hostility, way);
      assertEquals(verdict.outcome, "error");
      assertMatch(verdict.reason!, reason);
      assert(Deno.memoryUsage().rss - before < MEMORY, "memory must stay within bounds");
    });
  }
}

for (const announced of [false, true]) {
  for (const way of WAYS) {
    const title = announced ? ", of the length that is announced" : "";
    Deno.test(`runSuite() ends as an error what unpacks to gigabytes${title}${way.name}`, async () => {
      const member = await packed();
      const before = Deno.memoryUsage().rss;
      const send = async (write: Parameters<Hostility>[0]) => {
        const length = announced ? `content-length: ${160 * member.length}\r\n` : "";
        await write(`${OK}content-encoding: gzip\r\nconnection: close\r\n${length}\r\n`);
        for (let sent = 0; sent < 160; sent++) await write(member);
      };
      const verdict = await judge(send, way, { maxBytes: 20_000_000 });
      assertEquals(verdict.outcome, "error");
      assertMatch(verdict.reason!, /larger than 20000000 bytes/);
      assert(Deno.memoryUsage().rss - before < MEMORY, "memory must stay within bounds");
    });
  }
}

const JUDGED: readonly (readonly [kind: string, answer: string | Uint8Array, outcome: string])[] = [
  ["of HTTP/1.0 that ends with the connection", `HTTP/1.0 200 OK\r\n\r\n${GOOD}`, "pass"],
  [
    "after interim ones",
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${OK}content-length: 22\r\n\r\n${GOOD}`,
    "pass",
  ],
  ["that is longer than announced", `${OK}content-length: 22\r\n\r\n${GOOD}{}`, "pass"],
  ["that is no UTF-8", Uint8Array.from(`${OK}\r\n{"data":{"hello":"\xff"}}`, (c) => c.charCodeAt(0)), "fail"],
  ["of a status that does not exist", `HTTP/1.1 999 Odd\r\ncontent-length: 22\r\n\r\n${GOOD}`, "fail"],
  [
    "that leads elsewhere",
    "HTTP/1.1 307 Away\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n",
    "fail",
  ],
];

for (const [kind, answer, outcome] of JUDGED) {
  for (const way of WAYS) {
    Deno.test(`runSuite() judges an answer ${kind}${way.name}`, async () => {
      assertEquals((await judge((write) => write(answer), way)).outcome, outcome);
    });
  }
}

for (const status of [301, 302, 307, 308]) {
  Deno.test(`sendRequest() takes no credentials elsewhere with ${status}`, async () => {
    let visits = 0;
    await using elsewhere = hostileTarget(() => Promise.resolve(void visits++));
    const away = `HTTP/1.1 ${status} Away\r\nlocation: ${elsewhere.url}/\r\ncontent-length: 0\r\n\r\n`;
    await using target = hostileTarget((write) => write(away));
    for (const { raw, send } of WAYS) {
      const request = {
        ...{ method: "POST", url: target.url, body: "{}", raw },
        headers: [["authorization", "Bearer s3cret"]] as const,
      };
      const signal = new AbortController().signal;
      const answer = await send(request, { signal, target: SERVER, role: "case", scene: "" });
      assertEquals(answer.status, status);
    }
    assertEquals(visits, 0);
  });
}
