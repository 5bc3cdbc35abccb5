import { assert, assertEquals } from "@std/assert";
import { freshDatabase } from "../server/store/_fresh_database.ts";
import { putUnderLoad } from "./_load.ts";
import { startChild } from "./_server_child.ts";

Deno.test("startServer() on one PostgreSQL, twice, hands no run out twice and loses no version under load", async () => {
  await using database = await freshDatabase();
  const options = { database: database.address.reveal() };
  await using one = await startChild(options);
  await using other = await startChild(options);
  const figures = await putUnderLoad([one, other], { seconds: 2 });
  assertEquals(figures.faults, []);
  assert(figures.requests > 0);
});
