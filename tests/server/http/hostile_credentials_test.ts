import { assertEquals } from "@std/assert";
import { generateApiKey } from "../../../lib/server/access/api_key.ts";
import { ask, startTestServer } from "./_ask.ts";

const REQUESTS = 10_000;
const AT_A_TIME = 50;

/** Credentials that look like the right one, at most. */
function wrongCredential(key: string, position: number): string {
  const at = position % key.length;
  const letter = key[at] === "x" ? "y" : "x";
  const forms = [
    () => generateApiKey("user").reveal(),
    () => key.slice(0, at),
    () => key.slice(0, at) + letter + key.slice(at + 1),
    () => key + letter,
    () => key.toUpperCase(),
    () => "\u00e9\u00ff".repeat(1 + at),
    () => key.repeat(100),
    () => `${key}, Bearer ${key}`,
    () => `eyJhbGciOiJub25lIn0.${btoa(JSON.stringify({ sub: key, exp: 9e9 }))}.`,
    () => `' OR 1=1 -- ${position}`,
  ];
  return forms[position % forms.length]!();
}

/** The longest thing a log may repeat of what was sent. */
const TELLING = 12;

Deno.test("authenticate() lets none of 10,000 wrong credentials in, and repeats none of them", async () => {
  const adminKey = generateApiKey("user");
  await using server = await startTestServer({ backend: "cloud", adminKey });
  const body = '{"query":"{ auth_info { user_id } flow { id } auth_api_key { id name } }"}';
  const answers = new Map<string, number>();
  const send = async (position: number) => {
    const credential = wrongCredential(adminKey.reveal(), position);
    const headers = { "content-type": "application/json", authorization: `Bearer ${credential}` };
    const response = await fetch(server.url, { method: "POST", headers, body });
    const text = await response.text();
    const part = credential.slice(0, TELLING);
    if (part.length === TELLING && text.includes(part)) {
      throw new TypeError(`Answer ${position} repeats its credential`);
    }
    const kind = `${response.status} ${
      JSON.parse(text).data?.auth_info ?? JSON.parse(text).errors[0].extensions.code
    }`;
    answers.set(kind, (answers.get(kind) ?? 0) + 1);
  };
  for (let sent = 0; sent < REQUESTS; sent += AT_A_TIME) {
    await Promise.all(Array.from({ length: AT_A_TIME }, (_, offset) => send(sent + offset)));
  }
  assertEquals([...answers], [["200 UNAUTHENTICATED", REQUESTS]]);
  const headers = { "content-type": "application/json", authorization: `Bearer ${adminKey.reveal()}` };
  const right = await fetch(server.url, { method: "POST", headers, body });
  assertEquals((await right.json()).errors, undefined);
  assertEquals((await ask(server, "{ hello }")).status, 200);
});
