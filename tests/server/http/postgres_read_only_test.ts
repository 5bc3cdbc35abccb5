import { assertEquals, assertRejects } from "@std/assert";
import { ConfigurationError } from "../../../lib/core/errors.ts";
import { generateMasterKey } from "../../../lib/server/access/master_key.ts";
import { freshDatabase } from "../store/_fresh_database.ts";
import { ask, startTestServer } from "./_ask.ts";

Deno.test("startServer() refuses a database that became read-only, unless it is to write nothing", async () => {
  await using database = await freshDatabase();
  const options = { database: database.address, masterKey: generateMasterKey() };
  await (await startTestServer(options)).shutdown();
  const [found] = await database.run("SELECT current_database() AS name");
  await database.run(`ALTER DATABASE "${found!.name}" SET default_transaction_read_only = on`);
  await assertRejects(
    () => startTestServer(options),
    ConfigurationError,
    "expected one that can be written to, or read only as with --read-only",
  );
  await using server = await startTestServer({ ...options, readOnly: true });
  const { body } = await ask(server, "{ tenant { slug } }");
  assertEquals(body, { data: { tenant: [{ slug: "default" }] } });
});
