/** The peer of the bench: the same answers by SQL written by hand, behind the same `Deno.serve`, with the same driver. */
import { DatabaseSync } from "node:sqlite";
import postgres from "postgres";
import { type HandQuery, QUERIES } from "./hand_queries.ts";
import { type SetState, stateSetterOnPostgres, stateSetterOnSqlite } from "./hand_states.ts";

type Read = (id: string | undefined) => string | Promise<string>;

/** What a database can be asked. */
interface Hand {
  readonly reader: (sql: string) => Read;
  readonly setState: SetState;
}

function onSqlite(path: string): Hand {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  return {
    reader(sql) {
      const statement = database.prepare(sql);
      return (id) => String(id === undefined ? statement.get()!.json : statement.get(id)!.json);
    },
    setState: stateSetterOnSqlite(database),
  };
}

/** Moments as text, as Proctor has them. */
const MOMENT = { to: 1184, from: [1184], serialize: (text: string) => text, parse: (text: string) => text };
/** JSON that is text already. */
const JSON_TEXT = {
  to: 114,
  from: [114, 3802],
  serialize: (text: string) => text,
  parse: (text: string) => text,
};

function onPostgres(url: string): Hand {
  const sql = postgres(url, { types: { moment: MOMENT, json: JSON_TEXT }, fetch_types: false });
  return {
    reader(text) {
      return async (id) => {
        const [row] = await sql.unsafe(text, id === undefined ? [] : [id], { prepare: true });
        return row!.json;
      };
    },
    setState: stateSetterOnPostgres(sql as postgres.Sql),
  };
}

/**
 * Starts the peer: the path says which query, any other than those sets a state.
 *
 * @param database `sqlite:PATH` or the address of a PostgreSQL.
 * @returns The server.
 */
export function serveByHand(database: string): Deno.HttpServer<Deno.NetAddr> {
  const isSqlite = database.startsWith("sqlite:");
  const engine = isSqlite ? "sqlite" : "postgres";
  const hand = isSqlite ? onSqlite(database.slice("sqlite:".length)) : onPostgres(database);
  const reads = new Map(
    Object.entries<HandQuery>(QUERIES).flatMap(([name, { root, sql }]) => {
      const text = sql[engine];
      return text === undefined ? [] : [[name, { root, read: hand.reader(text) }]];
    }),
  );
  const headers = { "content-type": "application/json; charset=utf-8" };
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { variables } = await request.json();
    const asked = reads.get(new URL(request.url).pathname.slice(1));
    if (!asked) return new Response(await hand.setState(variables), { headers });
    return new Response(`{"data":{"${asked.root}":${await asked.read(variables?.id)}}}`, { headers });
  });
}
