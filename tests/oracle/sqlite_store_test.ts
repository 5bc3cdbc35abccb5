import { openSqlite } from "../../lib/server/store/sqlite.ts";
import { testRecorded } from "./_recorded_on.ts";

testRecorded("SQLite", async (test) => {
  const store = openSqlite(":memory:");
  await test(store);
  await store.close();
});
