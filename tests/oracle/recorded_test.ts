import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { jsonbText, parseJson } from "../../lib/core/json.ts";
import type { ColumnType } from "../../lib/server/model/model.ts";
import type { SqlValue } from "../../lib/server/model/row.ts";
import { decode, encode } from "../../lib/server/sql/codec.ts";
import { SQLITE_FUNCTIONS } from "../../lib/server/sql/functions.ts";
import {
  checkLike,
  likeExpression,
  likeGlob,
  lowerCase,
  regexExpression,
  similarExpression,
} from "../../lib/server/sql/patterns.ts";
import { type Answer, isException } from "./exceptions.ts";
import recorded from "./postgres_answers.json" with { type: "json" };
import { QUESTIONS } from "./questions.ts";

const database = new DatabaseSync(":memory:");
const functions = new Map(SQLITE_FUNCTIONS.map(({ name, apply }) => [name, apply]));

function truth(value: unknown): string {
  return value === 1 ? "true" : "false";
}

function call(name: string, ...parameters: SqlValue[]): SqlValue {
  return functions.get(name)!(...parameters);
}

function canonical(text: string): string {
  return jsonbText(parseJson(text));
}

function roundTrip(type: ColumnType): (text: string) => string {
  return (text) => String(decode(type, encode(type, text)));
}

function ilike(text: string, pattern: string): string {
  checkLike(pattern);
  const expression = likeExpression(pattern);
  if (expression.startsWith("//")) return truth(call("matches", lowerCase(text), expression));
  return truth(database.prepare("SELECT ? LIKE ? ESCAPE '\\' AS found").get(text, expression)!.found);
}

/** How Proctor answers each question. */
const OURS: Readonly<Record<string, (...parameters: string[]) => string>> = {
  timestamptz: roundTrip("timestamptz"),
  uuid: roundTrip("uuid"),
  interval: roundTrip("interval"),
  integer: roundTrip("Int"),
  boolean: roundTrip("Boolean"),
  jsonb: (text) => String(encode("jsonb", parseJson(text))),
  "jsonb order": (a, b) => String(Math.sign(Number(call("jsonb_compare", canonical(a!), canonical(b!))))),
  "jsonb contains": (a, b) => truth(call("jsonb_contains", canonical(a!), canonical(b!))),
  "jsonb has key": (a, key) => truth(call("jsonb_has_key", canonical(a!), key!)),
  like: (text, pattern) =>
    truth(database.prepare("SELECT ? GLOB ? AS found").get(text!, likeGlob(pattern!))!.found),
  ilike: (text, pattern) => ilike(text!, pattern!),
  similar: (text, pattern) => truth(call("matches", text!, similarExpression(pattern!))),
  regex: (text, pattern) => truth(call("matches", text!, regexExpression(pattern!, false))),
  iregex: (text, pattern) => truth(call("matches", text!, regexExpression(pattern!, true))),
};

function answerOf(question: string, parameters: readonly string[]): Answer {
  try {
    return { value: OURS[question]!(...parameters) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

for (const [name, { cases }] of Object.entries(QUESTIONS)) {
  const answers = (recorded.answers as Record<string, Answer[]>)[name]!;
  Deno.test(`${name} agrees with PostgreSQL ${recorded.postgres} in ${cases.length} cases`, () => {
    assertEquals(answers.length, cases.length, "run tests/oracle/record_postgres.ts");
    const differences = cases.flatMap((parameters, position) => {
      const theirs = answers[position]!;
      const given = answerOf(name, parameters);
      const agrees = JSON.stringify(given) === JSON.stringify(theirs);
      return agrees === isException(name, parameters) ? [{ parameters, theirs, given }] : [];
    });
    assertEquals(differences, []);
  });
}
