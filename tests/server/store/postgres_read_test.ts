import { assertEquals, assertRejects } from "@std/assert";
import { Slots } from "../../../lib/core/slots.ts";
import { ApiError } from "../../../lib/server/model/api_error.ts";
import { PostgresRead, type SentQuery } from "../../../lib/server/store/postgres_read.ts";

/** What the driver throws for a statement that the server stopped. */
const STOPPED = Object.assign(new RangeError("canceling statement due to statement timeout"), {
  code: "57014",
});

function sent<T>(result: Promise<T>): SentQuery<T> {
  return Object.assign(result, { canceller: null });
}

/** Notes where a statement is sent. */
function sending(stops: { soon: boolean }) {
  const seen: string[] = [];
  const trySoon = () => {
    seen.push("soon");
    return stops.soon ? Promise.reject(STOPPED) : Promise.resolve("done");
  };
  const takeTime = () => {
    seen.push("in its time");
    return sent(Promise.resolve("done"));
  };
  return { seen, trySoon, takeTime };
}

Deno.test("PostgresRead.run() runs again with more time what was not short", async () => {
  const read = new PostgresRead({ limit: 1000, slots: new Slots(1) });
  const stops = { soon: true };
  const { seen, ...ways } = sending(stops);
  assertEquals(await read.run(ways, undefined), "done");
  stops.soon = false;
  assertEquals(await read.run(ways, undefined), "done");
  assertEquals(seen, ["soon", "in its time", "soon"]);
});

Deno.test("PostgresRead.run() says so when even that is not enough, and lets the next one in", async () => {
  const slots = new Slots(1);
  const read = new PostgresRead({ limit: 1000, slots });
  const { trySoon } = sending({ soon: true });
  const takeTime = () => sent(Promise.reject<string>(STOPPED));
  const error = await assertRejects(
    () => read.run({ trySoon, takeTime }, undefined),
    ApiError,
    "after 1 seconds",
  );
  assertEquals(error.code, "timeout");
  await slots.take();
});

Deno.test("PostgresRead.run() throws what else goes wrong at once", async () => {
  const read = new PostgresRead({ limit: 1000, slots: new Slots(1) });
  const { seen, takeTime } = sending({ soon: false });
  const trySoon = () => Promise.reject<string>(new TypeError("refused"));
  await assertRejects(() => read.run({ trySoon, takeTime }, undefined), TypeError, "refused");
  assertEquals(seen, []);
});
