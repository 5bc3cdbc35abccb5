import { openPostgres } from "../../lib/server/store/postgres.ts";
import { freshDatabase } from "../server/store/_fresh_database.ts";
import { testRecorded } from "./_recorded_on.ts";

testRecorded("PostgreSQL", async (test) => {
  await using database = await freshDatabase();
  const store = await openPostgres(database.address);
  try {
    await test(store);
  } finally {
    await store.close();
  }
});
