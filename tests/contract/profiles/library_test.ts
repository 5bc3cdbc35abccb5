import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { loadSuite } from "../../../lib/commands/contract_fixtures.ts";
import { Secret } from "../../../lib/core/secret.ts";
import { tryCases } from "../../mutants/try_cases.ts";
import { type Defect, startLibrary } from "./library.ts";

const SECRET = "library-secret-0123456789-wxyz";
const fixtures = fromFileUrl(new URL("./library", import.meta.url));

async function judge(defect?: Defect) {
  const suite = await loadSuite({ fixtures });
  await using library = startLibrary({ secret: SECRET, ...(defect && { defect }) });
  const { url } = library;
  const target = { name: url, url, backend: "hasura", key: new Secret(SECRET), writable: true };
  const verdicts = await tryCases(suite, { targets: [target], selection: {} });
  const broken = verdicts.filter(({ outcome }) => outcome !== "pass").map(({ id }) => id);
  return { total: verdicts.length, broken, left: library.size() };
}

Deno.test("runSuite() judges another API by another profile, and leaves nothing there", async () => {
  assertEquals(await judge(), { total: 19, broken: [], left: 0 });
});

const CAUGHT: Readonly<Record<Defect, readonly string[]>> = {
  "open door": [
    "books-stranger-is-refused",
    "books-wrong-secret-is-refused",
    "books-rights-anonymous[author]",
    "books-rights-anonymous[book]",
    "books-rights-anonymous[delete_book]",
  ],
  "null is unequal": ["books-where[neq]"],
  "limit before order": ["books-limit"],
  "reader deletes": ["books-rights-reader[delete_book]"],
  "swapped authors": ["books-both-ways"],
};

for (const [defect, ids] of Object.entries(CAUGHT)) {
  Deno.test(`runSuite() catches in another API: ${defect}`, async () => {
    assertEquals((await judge(defect as Defect)).broken, ids);
  });
}
