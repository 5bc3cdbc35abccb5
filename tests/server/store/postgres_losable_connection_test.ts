import { assertEquals } from "@std/assert";
import { openPostgres } from "../../../lib/server/store/postgres.ts";
import { freshDatabase } from "./_fresh_database.ts";
import { slugs } from "./_store_tests.ts";

const END_SESSIONS =
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'proctor'";

Deno.test("transaction() begins anew when its connection is lost, and writes nothing of the lost one", async () => {
  await using database = await freshDatabase();
  const store = await openPostgres(database.address, { reaching: { attempts: 5, pause: 10 } });
  let attempts = 0;
  await store.transaction(async (transaction) => {
    attempts++;
    await transaction.insert("tenant", [{ name: "a", slug: `a-${attempts}` }]);
    if (attempts === 1) await database.run(END_SESSIONS);
    // On a connection that took the place of the lost one, this would be a write of its own.
    await transaction.insert("tenant", [{ name: "b", slug: `b-${attempts}` }]);
  });
  assertEquals([attempts, await slugs(store)], [2, '[{"slug":"a-2"},{"slug":"b-2"}]']);
  await store.close();
});
