import { assertEquals } from "@std/assert";
import { parse, validate } from "graphql";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../lib/core/json.ts";
import { Draw } from "../../../lib/contract/explore/draw.ts";
import type { Explorer } from "../../../lib/contract/explore/explorer.ts";
import type { Law, Trial } from "../../../lib/contract/explore/law.ts";
import { LAWS } from "../../../lib/contract/explore/laws.ts";
import { trialOf } from "../../../lib/contract/explore/trial_of.ts";
import { openExplorer, startSoundServer } from "./_sound_server.ts";

const TRIALS = 25;

/** The answer to a trial, as it comes. */
async function answerOf(explorer: Explorer, trial: Trial): Promise<JsonObject> {
  const response = await fetch(explorer.target.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(explorer.print(trial)),
  });
  return (await response.json()).data;
}

function trialsOf(law: Law, { world }: Explorer): Trial[] {
  const draws = Array.from({ length: TRIALS }, (_, n) => Draw.seeded(n, law.id));
  return draws.flatMap((draw) => trialOf(law, world, { draw })?.trial ?? []);
}

/** Answers that a broken server might have given instead: a row is missing, one is there twice, values are others. */
function* spoiled(value: JsonValue): Generator<JsonValue> {
  if (Array.isArray(value) && value.length > 0) {
    yield value.slice(1);
    yield value.slice(0, -1);
    yield [value[0]!, ...value];
    if (value.length > 1) yield value.toReversed();
  }
  if (typeof value === "number") yield value + 1;
  if (value === null) yield { id: "07786de2-7283-434f-a9b1-600044a8afb3" };
  if (!isJsonObject(value) && !Array.isArray(value)) return;
  for (const [key, one] of Object.entries(value)) {
    for (const other of spoiled(one)) {
      yield Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
    }
  }
}

/** How many of the spoiled answers a trial accepts, of how many there are. */
function accepted(trial: Trial, data: JsonObject): { accepted: number; all: number } {
  let [missed, all] = [0, 0];
  for (const answer of spoiled(data)) {
    all++;
    if (trial.judge(answer as JsonObject) === undefined) missed++;
    if (all === 400) break;
  }
  return { accepted: missed, all };
}

Deno.test("LAWS have ids of their own, which are good for tags and names of files", () => {
  const ids = LAWS.map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  assertEquals(ids.filter((id) => !/^[a-z]+(?:-[a-z]+)*$/.test(id)), []);
});

Deno.test("LAWS make valid documents, hold on a sound server, and refuse answers that were tampered with", async (t) => {
  await using server = await startSoundServer();
  const explorer = await openExplorer(server);
  const { schema } = explorer.world.catalogue;
  assertEquals(explorer.laws.map(({ id }) => id), LAWS.map(({ id }) => id));
  for (const law of LAWS) {
    await t.step(law.id, async () => {
      const trials = trialsOf(law, explorer);
      assertEquals(trials.length, TRIALS);
      const counts = { accepted: 0, all: 0 };
      for (const trial of trials) {
        const { query } = explorer.print(trial);
        assertEquals(validate(schema, parse(query)).map(({ message }) => message), [], query);
        assertEquals((await explorer.ask(trial)).finding, undefined, query);
        const found = accepted(trial, await answerOf(explorer, trial));
        counts.accepted += found.accepted;
        counts.all += found.all;
      }
      // Not all that an answer holds is of matter to its law, yet something of each is.
      assertEquals(counts.all - counts.accepted >= TRIALS, true, JSON.stringify(counts));
    });
  }
  await explorer.leave();
});
