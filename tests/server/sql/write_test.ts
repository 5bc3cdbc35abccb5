import { assertEquals } from "@std/assert";
import { column, table } from "../../../lib/server/model/model.ts";
import { selectStatement } from "../../../lib/server/sql/select_statement.ts";
import { SQLITE } from "../../../lib/server/sql/sqlite_dialect.ts";
import { insertStatement } from "../../../lib/server/sql/write.ts";

/** A table and the same with another source, as it is when somebody has changed the model. */
const [before, after] = ["first", "second"].map((source) =>
  table("thing", { description: "A thing", source, identified: false, columns: { name: column("String") } })
) as [ReturnType<typeof table>, ReturnType<typeof table>];

Deno.test("insertStatement() and selectStatement() keep two tables of one name apart", () => {
  const options = { dialect: SQLITE, seal: (value: string) => value };
  const written = [before, after].map((each) => insertStatement(each, [{ name: "a" }], options).sql);
  assertEquals(written, [
    'INSERT INTO "first" ("name") VALUES (?1)',
    'INSERT INTO "second" ("name") VALUES (?1)',
  ]);
  const query = { columns: ["name"], where: {} };
  const read = [before, after].map((each) => selectStatement(each, query, options).sql);
  assertEquals(read, [
    'SELECT "first"."name" AS "name" FROM "first"',
    'SELECT "second"."name" AS "name" FROM "second"',
  ]);
});

Deno.test("insertStatement() keeps two dialects of one name apart", () => {
  const other = { ...SQLITE, placeholder: () => "?" };
  const write = (dialect: typeof SQLITE) =>
    insertStatement(before, [{ name: "a" }], { dialect, seal: (value) => value }).sql;
  assertEquals([SQLITE, other].map(write), [
    'INSERT INTO "first" ("name") VALUES (?1)',
    'INSERT INTO "first" ("name") VALUES (?)',
  ]);
});
