import { assertEquals, assertRejects } from "@std/assert";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { AnswerError } from "../../../lib/contract/answer.ts";
import { ByteReader } from "../../../lib/contract/http/byte_reader.ts";
import { readHttpAnswer } from "../../../lib/contract/http/read_http_answer.ts";

function bytesOf(parts: readonly (string | Uint8Array)[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => {
    return [...typeof part === "string" ? new TextEncoder().encode(part) : part];
  }));
}

/** Gives the bytes in pieces of a size, then the end. */
function readerOf(bytes: Uint8Array, size: number): ByteReader {
  let at = 0;
  return new ByteReader((room) => {
    const piece = bytes.subarray(at, at + Math.min(size, room.length));
    room.set(piece);
    at += piece.length;
    return Promise.resolve(piece.length === 0 ? null : piece.length);
  });
}

async function read(bytes: Uint8Array, { size = 65_536, method = "GET", maxBytes = 100_000 } = {}) {
  const { answer, isLast } = await readHttpAnswer(readerOf(bytes, size), { method, maxBytes });
  const { status, headers, body } = answer;
  return { status, headers, text: new TextDecoder().decode(body), isLast };
}

const CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

const WHOLE: readonly (readonly [kind: string, answer: string, text: string, isLast: boolean])[] = [
  ["of a length", 'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{"é":1}', '{"é":1}', false],
  [
    "of a length said twice",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "{}",
    false,
  ],
  ["in chunks", `${CHUNKED}4\r\n{"é\r\n5 ;x=y\r\n":1}\n\r\n0\r\n\r\n`, '{"é":1}\n', false],
  ["in chunks, with a trailer", `${CHUNKED}A\r\n0123456789\r\n00\r\nX-Sum: 1\r\n\r\n`, "0123456789", false],
  ["up to the end of the connection", "HTTP/1.1 200 OK\r\n\r\n{}", "{}", true],
  [
    "after interim ones",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 x\r\nA: b\r\n\r\nHTTP/1.1 204 x\r\n\r\n",
    "",
    false,
  ],
  ["without a body, status 304", "HTTP/1.1 304 x\r\nContent-Length: 9\r\n\r\n", "", false],
  ["whose reason is empty", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "", false],
  ["that changes the protocol", "HTTP/1.1 101 x\r\n\r\nother words", "", true],
  ["that is said to be as it is", "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n\r\n{}", "{}", true],
  ["of nothing, packed", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", "", false],
  ["that is followed by something", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}x", "{}", true],
];

for (const [kind, answer, text, isLast] of WHOLE) {
  Deno.test(`readHttpAnswer() reads an answer ${kind}, however it comes in pieces`, async () => {
    const bytes = bytesOf([answer]);
    for (let size = 1; size <= bytes.length; size++) {
      const found = await read(bytes, { size });
      // Whether anything follows is known only when it has come.
      if (!kind.includes("followed")) assertEquals(found.isLast, isLast);
      assertEquals(found.text, text, `in pieces of ${size}`);
    }
    assertEquals((await read(bytes)).isLast, isLast);
  });
}

Deno.test("readHttpAnswer() reads a large answer in very many chunks", async () => {
  const text = Array.from({ length: 50_000 }, (_, index) => index % 10).join("");
  const chunks = [...text].map((digit) => `1\r\n${digit}\r\n`).join("");
  assertEquals((await read(bytesOf([CHUNKED, chunks, "0\r\n\r\n"]))).text, text);
});

Deno.test("readHttpAnswer() expects no body of an answer to HEAD", async () => {
  const { text, isLast } = await read(bytesOf(["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"]), {
    method: "HEAD",
  });
  assertEquals([text, isLast], ["", false]);
});

Deno.test("readHttpAnswer() takes each byte of a header for a character", async () => {
  const bytes = bytesOf(["HTTP/1.1 204 x\r\nX-A:  ", Uint8Array.of(0xe9, 0x80), " \r\n\r\n"]);
  assertEquals((await read(bytes)).headers, [["x-a", "é\x80"]]);
});

const BROKEN: readonly (readonly [answer: string, reason: string])[] = [
  ["SSH-2.0\r\n", "not HTTP/1.1"],
  ["HTTP/2 200\r\n\r\n", "not HTTP/1.1"],
  ["HTTP/1.1 2000 OK\r\n\r\n", "not HTTP/1.1"],
  ["HTTP/1.1 200 OK\r\nContent-Le", "breaks off in its head"],
  ["HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "a broken header"],
  ["HTTP/1.1 200 OK\r\nName : 1\r\n\r\n", "a broken header"],
  ["HTTP/1.1 200 OK\r\nA: 1\r\n folded\r\n\r\n", "a broken header"],
  ["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", "breaks off after 2 of 9 bytes"],
  ["HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}", "a broken length"],
  ["HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 1\r\n\r\n{}", "a broken length"],
  ["HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n", "larger than 100000 bytes"],
  ["HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 'the transfer-encoding "gzip, chunked"'],
  ["HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\n\r\nx", 'packed as "zstd"'],
  ["HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nx", 'not packed as "gzip"'],
  [`${CHUNKED}zz\r\n`, "a chunk without a size"],
  [`${CHUNKED}-1\r\n`, "a chunk without a size"],
  [`${CHUNKED}2\r\n{}!\r\n0\r\n\r\n`, "a chunk longer than its size"],
  [`${CHUNKED}2\r\n{`, "breaks off"],
  [`${CHUNKED}2\r\n{}\r\n0\r\n`, "breaks off"],
  [`${CHUNKED}fffffffff\r\n`, "larger than 100000 bytes"],
  [`${CHUNKED}${"0".repeat(300_000)}`, "a chunk without a size"],
  [`HTTP/1.1 200 OK\r\nX: ${"x".repeat(300_000)}`, "the head of the answer is larger"],
  ["HTTP/1.1 103 x\r\n\r\n".repeat(20_000), "the head of the answer is larger"],
];

for (const [answer, reason] of BROKEN) {
  Deno.test(`readHttpAnswer() refuses ${JSON.stringify(answer.slice(0, 80))}`, async () => {
    await assertRejects(() => read(bytesOf([answer])), AnswerError, reason);
  });
}

const PACKED = [["gzip", gzipSync], ["X-GZIP", gzipSync], ["deflate", deflateSync], [
  "br",
  brotliCompressSync,
]] as const;

for (const [coding, pack] of PACKED) {
  Deno.test(`readHttpAnswer() unpacks ${coding}, and no more than is allowed`, async () => {
    const packed = new Uint8Array(pack("x".repeat(100_000)));
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${packed.length}\r\n\r\n`;
    assertEquals((await read(bytesOf([head, packed]))).text.length, 100_000);
    await assertRejects(
      () => read(bytesOf([head, packed]), { maxBytes: 99_999 }),
      AnswerError,
      "larger than 99999 bytes",
    );
  });
}
