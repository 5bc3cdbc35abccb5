/**
 * Asks a PostgreSQL all {@linkcode QUESTIONS} and writes its answers to `postgres_answers.json`, which the tests of
 * the SQLite store are held against. Run it when a question is added; the tests themselves need no PostgreSQL.
 *
 *     deno run --allow-net=127.0.0.1 --allow-env --allow-write=tests/oracle \
 *       tests/oracle/record_postgres.ts postgres://postgres@127.0.0.1:5432/postgres
 *
 * The session is in UTC and the database in UTF-8 with the collation C.UTF-8.
 *
 * @module
 */
import postgres from "postgres";
import { QUESTIONS } from "./questions.ts";

/** The value, or the message of the error. */
type Answer = { readonly value: string } | { readonly error: string };

async function ask(
  sql: postgres.Sql,
  question: { readonly expression: string; readonly parameters: readonly string[] },
): Promise<Answer> {
  // A cast to text first: otherwise the driver would convert the parameter by the type it is cast to.
  const expression = question.expression.replace(/\$(\d)/g, "($$$1::text)");
  try {
    const [row] = await sql.unsafe(`SELECT ${expression} AS value`, [...question.parameters]);
    return { value: row!.value };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

async function main(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { TimeZone: "UTC" } });
  const [version] = await sql`SHOW server_version`;
  const answers: Record<string, Answer[]> = {};
  for (const [name, { expression, cases }] of Object.entries(QUESTIONS)) {
    answers[name] = [];
    for (const parameters of cases) answers[name].push(await ask(sql, { expression, parameters }));
  }
  await sql.end();
  const lines = Object.entries(answers).map(([name, list]) =>
    `    ${JSON.stringify(name)}: [\n${
      list.map((answer) => `      ${JSON.stringify(answer)}`).join(",\n")
    }\n    ]`
  );
  const text = `{\n  "postgres": ${JSON.stringify(version!.server_version)},\n  "answers": {\n${
    lines.join(",\n")
  }\n  }\n}\n`;
  await Deno.writeTextFile(new URL("./postgres_answers.json", import.meta.url), text);
  console.log(`${Object.values(answers).flat().length} answers of PostgreSQL ${version!.server_version}`);
}

await main(Deno.args[0] ?? "postgres://postgres@127.0.0.1:5432/postgres");
