import { assertEquals, assertRejects } from "@std/assert";
import { AnswerError } from "../../../lib/contract/answer.ts";
import { Connection } from "../../../lib/contract/http/connection.ts";

const QUESTION = { method: "GET", maxBytes: 100 };

/** A connection that says a few things and is then reset. */
function resetAfter(...said: readonly string[]): Connection {
  const left = [...said];
  const socket = {
    write: (bytes: Uint8Array) => Promise.resolve(bytes.length),
    read: (room: Uint8Array) => {
      const text = left.shift();
      if (text === undefined) return Promise.reject(new Deno.errors.ConnectionReset("reset by peer"));
      return Promise.resolve(new TextEncoder().encodeInto(text, room).written);
    },
    close: () => {},
  };
  return new Connection(socket as unknown as Deno.TcpConn);
}

Deno.test("Connection.ask() takes an answer for broken off when the connection is reset", async () => {
  using connection = resetAfter("HTTP/1.1 200 OK\r\n\r\n{", "}");
  await assertRejects(() => connection.ask(new Uint8Array(1), QUESTION), AnswerError, "breaks off");
  assertEquals(connection.isHeard, true);
});

Deno.test("Connection.ask() takes a connection that is reset at once for no answer", async () => {
  using connection = resetAfter();
  await assertRejects(() => connection.ask(new Uint8Array(1), QUESTION), TypeError, "before an answer");
  assertEquals(connection.isHeard, false);
});
