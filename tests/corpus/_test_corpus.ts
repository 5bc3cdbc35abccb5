import { assert, assertEquals } from "@std/assert";
import type { JsonValue } from "../../lib/core/json.ts";
import { tableNamed, TABLES } from "../../lib/server/model/tables.ts";
import { type Backend, makeSchema } from "../../lib/server/schema/schema.ts";
import { firstDifference } from "../server/sql/_first_difference.ts";
import { freshDatabase } from "../server/store/_fresh_database.ts";
import { Dice, type Samples } from "./_dice.ts";
import { Mutations } from "./_mutations.ts";
import { Queries } from "./_queries.ts";
import type { CorpusOrder, CorpusRequest } from "./_worker.ts";

const SEED = 20261122;
/** How many mutations, and how many queries, are sent in turn. */
const CHUNK = { mutations: 60, queries: 90 } as const;
const CHUNKS = 8;

/** Where answers may differ: document, variables, why. There is nothing of the kind. */
const EXCEPTIONS: ReadonlyArray<readonly [document: RegExp, reason: string]> = [];

class Server {
  readonly #worker = new Worker(new URL("./_worker.ts", import.meta.url), { type: "module" });

  send(order: CorpusOrder): Promise<readonly string[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
    this.#worker.onmessage = ({ data }: MessageEvent<readonly string[]>) => resolve(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      reject(new TypeError(event.message));
    };
    this.#worker.postMessage(order);
    return promise;
  }

  async stop(): Promise<void> {
    await this.send({ kind: "stop" });
    this.#worker.terminate();
  }
}

/** What a few rows of each table hold now. */
async function sample(server: Server, names: readonly string[]): Promise<Samples> {
  const requests = names.map((name) => {
    const columns = [...tableNamed(name).columns.values()].filter((column) => !column.hidden && !column.seal);
    return {
      query: `{ rows: ${name}(limit: 60, order_by: [{ created: desc }, { id: asc }]) { ${
        columns.map((column) => column.name).join(" ")
      } } }`,
    };
  });
  const samples = new Map<string, JsonValue[]>();
  for (const [position, text] of (await server.send({ kind: "ask", requests })).entries()) {
    for (const row of JSON.parse(text).data.rows as Record<string, JsonValue>[]) {
      for (const [column, value] of Object.entries(row)) {
        const key = `${names[position]}.${column}`;
        if (value !== null) samples.set(key, [...samples.get(key) ?? [], value]);
      }
    }
  }
  return samples;
}

function readable(backend: Backend): string[] {
  return [...TABLES.values()]
    .filter((table) => table.columns.has("id") && table.backend !== "internal")
    .filter((table) => backend === "cloud" || table.backend === "both")
    .filter((table) => table.name !== "utility_traversal")
    .map((table) => table.name);
}

/** Tests that a backend answers the corpus alike on both stores; each backend has a file, so that they run side by side. */
export function testCorpus(backend: Backend): void {
  Deno.test(`execute() answers the corpus in the same bytes on SQLite and PostgreSQL (${backend})`, async () => {
    await using database = await freshDatabase();
    const [sqlite, postgres] = [new Server(), new Server()];
    await Promise.all([
      sqlite.send({ kind: "start", backend, database: ":memory:" }),
      postgres.send({ kind: "start", backend, database: database.address.reveal() }),
    ]);
    const dice = new Dice(SEED);
    const schema = await makeSchema(backend).whole();
    const names = readable(backend);
    let sent = 0;
    const fates = { data: 0, errors: 0 };
    const differences: unknown[] = [];
    for (let chunk = 0; chunk < CHUNKS; chunk++) {
      const samples = await sample(sqlite, names);
      await sample(postgres, names);
      const mutations = new Mutations(dice, { samples, schema });
      const queries = new Queries(dice, { samples, names });
      const requests: CorpusRequest[] = [
        ...Array.from({ length: CHUNK.mutations }, () => mutations.next()),
        ...Array.from({ length: CHUNK.queries }, () => queries.next()),
      ];
      const [ours, theirs] = await Promise.all(
        [sqlite, postgres].map((server) => server.send({ kind: "ask", requests })),
      );
      for (const [position, request] of requests.entries()) {
        sent++;
        fates[ours![position]!.includes('"errors"') ? "errors" : "data"]++;
        const difference = firstDifference(ours![position]!, theirs![position]!);
        const isException = EXCEPTIONS.some(([document]) => document.test(request.query));
        if (difference && !isException) differences.push({ request, difference });
      }
    }
    await Promise.all([sqlite.stop(), postgres.stop()]);
    assertEquals(differences, []);
    assert(sent >= 1200, `${sent} requests`);
    assert(fates.data > sent / 2, `${fates.data} answers with data, ${fates.errors} with errors`);
  });
}
