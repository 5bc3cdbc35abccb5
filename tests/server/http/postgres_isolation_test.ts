import { assertEquals, assertMatch } from "@std/assert";
import { Secret } from "../../../lib/core/secret.ts";
import { generateMasterKey } from "../../../lib/server/access/master_key.ts";
import { openStore } from "../../../lib/server/http/open_store.ts";
import { startServer } from "../../../lib/server/http/serve.ts";
import { freshDatabase } from "../store/_fresh_database.ts";
import { addFlows } from "../store/_long_reads.ts";

/** A database that several read from at once; it is gone when it is disposed of. */
interface Place extends AsyncDisposable {
  readonly database: Secret;
}

async function folder(): Promise<Place> {
  const path = await Deno.makeTempDir();
  return {
    database: new Secret(`sqlite:${path}/data.sqlite`),
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

const PLACES: Readonly<Record<string, () => Promise<Place>>> = {
  SQLite: folder,
  async PostgreSQL() {
    const fresh = await freshDatabase();
    return { database: fresh.address, [Symbol.asyncDispose]: () => fresh[Symbol.asyncDispose]() };
  },
};

/** Flows of flows of flows, ten to the ninth: more than anybody waits for. */
const ENDLESS = "{ flow { project { flows { project { flows { project { id } } } } } } }";

/** Asks one question. */
async function ask(url: string, query: string, signal?: AbortSignal) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
    ...(signal && { signal }),
  });
  return await response.json();
}

async function serve({ database }: Place, queryTimeout: number) {
  const masterKey = generateMasterKey();
  const { store } = await openStore({ database, masterKey });
  await addFlows(store, 1000);
  await store.close();
  return await startServer({ backend: "server", port: 0, database, masterKey, queryTimeout });
}

for (const [name, open] of Object.entries(PLACES)) {
  Deno.test(`startServer() ends queries at the time limit, and answers others meanwhile (${name})`, async () => {
    await using place = await open();
    await using server = await serve(place, 3);
    let isOver = false;
    const endless = Array.from({ length: 24 }, () => ask(server.url, ENDLESS).finally(() => isOver = true));
    const tiny = await ask(server.url, "{ tenant(limit: 1) { slug } }");
    const written = await ask(server.url, 'mutation { create_tenant(input: {name: "b", slug: "b"}) { id } }');
    assertEquals([tiny, isOver], [{ data: { tenant: [{ slug: "a" }] } }, false]);
    assertMatch(written.data.create_tenant.id, /^[0-9a-f-]{36}$/);
    for (const { data, errors } of await Promise.all(endless)) {
      assertEquals([data, errors[0].extensions.code], [null, "timeout"]);
    }
  });

  Deno.test(`startServer() lets go of what clients do not wait for (${name})`, async () => {
    await using place = await open();
    await using server = await serve(place, 3600);
    const controller = new AbortController();
    const endless = Array.from({ length: 6 }, () => ask(server.url, ENDLESS, controller.signal));
    // A question that is always asked in another thread where there are threads: then all before have begun, or wait.
    const matching = '{ flow(where: { name: { _regex: "." } }, limit: 1) { __typename } }';
    const answer = ask(server.url, matching);
    await ask(server.url, "{ tenant(limit: 1) { slug } }");
    controller.abort();
    const ends = await Promise.allSettled(endless);
    assertEquals(ends.map(({ status }) => status), ends.map(() => "rejected"));
    assertEquals(await answer, { data: { flow: [{ __typename: "flow" }] } });
  });
}
