import { assertEquals, assertRejects } from "@std/assert";
import { askSecret, confirm, InterruptedError, type Keyboard } from "../../lib/commands/ask.ts";
import { UsageError } from "../../lib/core/errors.ts";

/** Keys as they are pressed, or bytes as they are piped in; notes whether they would have been shown. */
function keyboard(chunks: readonly string[], terminal: boolean): Keyboard & { raw: boolean[] } {
  const left = chunks.map((chunk) => new TextEncoder().encode(chunk));
  const raw: boolean[] = [];
  return {
    raw,
    isTerminal: () => terminal,
    read(bytes) {
      const next = left.shift();
      if (next) bytes.set(next);
      return Promise.resolve(next?.length ?? null);
    },
    setRaw: (on) => void raw.push(on),
  };
}

function listen() {
  const written = { text: "" };
  const stream = { write: (text: string) => void (written.text += text) };
  const never = {
    write: () => {
      throw new Error("A question was written to stdout");
    },
  };
  return { written, terminal: { stdout: never, stderr: stream } };
}

const TYPED = [
  { keys: ["k", "e", "y", "\r"], secret: "key" },
  { keys: ["kez\x7fy\n"], secret: "key" },
  { keys: ["wrong\x15key\r"], secret: "key" },
  { keys: ["é", "\r"], secret: "é" },
] as const;

for (const { keys, secret } of TYPED) {
  Deno.test(`askSecret() reads ${JSON.stringify(keys.join(""))} without showing it`, async () => {
    const [typed, { written, terminal }] = [keyboard(keys, true), listen()];
    const answer = await askSecret("API key", { terminal, keyboard: typed });
    assertEquals([answer.reveal(), typed.raw, written.text], [secret, [true, false], "API key: \n"]);
  });
}

Deno.test("askSecret() shows keys again after Ctrl-C", async () => {
  const typed = keyboard(["ab\x03"], true);
  await assertRejects(() => askSecret("API key", { ...listen(), keyboard: typed }), InterruptedError);
  assertEquals(typed.raw, [true, false]);
});

Deno.test("askSecret() takes the first line that is piped in, and asks nothing", async () => {
  const { written, terminal } = listen();
  const answer = await askSecret("API key", { terminal, keyboard: keyboard(["ke", "y\nmore"], false) });
  assertEquals([answer.reveal(), written.text], ["key", ""]);
});

Deno.test("askSecret() refuses an empty answer", async () => {
  await assertRejects(() => askSecret("API key", { ...listen(), keyboard: keyboard([], false) }), UsageError);
});

for (
  const [answer, yes] of [["y\n", true], ["YES\n", true], ["n\n", false], ["\n", false], ["", false]] as const
) {
  Deno.test(`confirm() takes ${JSON.stringify(answer)} for ${yes ? "yes" : "no"} (S14)`, async () => {
    const { written, terminal } = listen();
    const options = { terminal, keyboard: keyboard([answer], true), yes: false };
    assertEquals(await confirm("Sure?", options), yes);
    assertEquals(written.text.includes("Aborted!"), !yes);
  });
}

Deno.test("confirm() refuses where nobody can be asked, unless answered beforehand (S14)", async () => {
  const options = { ...listen(), keyboard: keyboard(["y\n"], false) };
  await assertRejects(() => confirm("Sure?", { ...options, yes: false }), UsageError, "give --yes");
  assertEquals(await confirm("Sure?", { ...options, yes: true }), true);
});
