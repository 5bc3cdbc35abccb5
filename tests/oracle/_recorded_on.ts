import { assertEquals } from "@std/assert";
import { parseJson } from "../../lib/core/json.ts";
import { OPEN } from "../../lib/server/access/principal.ts";
import type { Column, Table } from "../../lib/server/model/model.ts";
import type { Row } from "../../lib/server/model/row.ts";
import { tableNamed } from "../../lib/server/model/tables.ts";
import {
  allOf,
  type BindForm,
  type Operator,
  type Predicate,
  type Rows,
} from "../../lib/server/plan/plan.ts";
import type { Store } from "../../lib/server/store/store.ts";
import { type Answer, isException } from "./exceptions.ts";
import recorded from "./postgres_answers.json" with { type: "json" };
import { QUESTIONS } from "./questions.ts";

/** The column whose input forms a question is about. */
const COLUMNS: Readonly<Record<string, readonly [table: string, column: string]>> = {
  timestamptz: ["flow_group", "created"],
  uuid: ["flow_group", "id"],
  interval: ["task", "retry_delay"],
  integer: ["task", "max_retries"],
  boolean: ["task", "mapped"],
  jsonb: ["flow_group", "labels"],
};

/** The operator that a question is about; the value that it is asked of is in `name` or in `labels`. */
const OPERATORS: Readonly<Record<string, readonly [operator: Operator, form: BindForm]>> = {
  "jsonb contains": ["_contains", { as: "value", type: "jsonb" }],
  "jsonb has key": ["_has_key", { as: "key" }],
  like: ["_like", { as: "like", insensitive: false }],
  ilike: ["_ilike", { as: "like", insensitive: true }],
  similar: ["_similar", { as: "similar", insensitive: false }],
  regex: ["_regex", { as: "regex", insensitive: false }],
  iregex: ["_iregex", { as: "regex", insensitive: true }],
};

function compare(column: Column, operator: Operator, operand: { form: BindForm; value: unknown }): Predicate {
  const bind = { read: () => operand.value as string, form: operand.form, path: "$" };
  const ascii = typeof operand.value === "string" && !/[^\0-\x7f]/.test(operand.value);
  return { kind: "compare", column, operator, operand: bind, ascii };
}

/** Reads one column of the rows that satisfy conditions, as an answer does. */
function read(
  store: Store,
  table: Table,
  options: { column: Column; where: Predicate },
): string | Promise<string> {
  const rows: Rows = {
    table,
    relation: undefined,
    where: options.where,
    orderBy: [],
    distinctOn: [],
    limit: undefined,
    offset: undefined,
    isOne: false,
  };
  const fields = [{
    key: "v",
    value: { kind: "column", column: options.column, path: undefined } as const,
  }];
  return store.prepare({ kind: "list", rows, fields }).json({ variables: {}, principal: OPEN });
}

function withId(table: Table, id: string): Predicate {
  return compare(table.columns.get("id")!, "_eq", { form: { as: "value", type: "uuid" }, value: id });
}

async function addFlow(store: Store): Promise<string> {
  return await store.transaction(async (transaction) => {
    const [project] = await transaction.insert("project", [{ name: "p" }]);
    const [group] = await transaction.insert("flow_group", [{}]);
    const flow = { name: "f", project_id: project!.id!, flow_group_id: group!.id! };
    return (await transaction.insert("flow", [flow]))[0]!.id as string;
  });
}

/** Asks one store all questions. */
class Asked {
  readonly #store: Store;
  readonly #flowId: string;
  readonly #ids = new Map<string, string>();

  constructor(store: Store, flowId: string) {
    this.#store = store;
    this.#flowId = flowId;
  }

  /** What is printed when a text was written. */
  async roundTrip(question: string, text: string): Promise<string> {
    const [tableName, columnName] = COLUMNS[question]!;
    const table = tableNamed(tableName);
    const value = question === "jsonb" ? parseJson(text) : text;
    if (value === null) return "null";
    const id = crypto.randomUUID();
    const row: Row = { id, [columnName]: value, ...(tableName === "task" && { flow_id: this.#flowId }) };
    await this.#store.transaction((transaction) => transaction.insert(tableName, [row]));
    const column = table.columns.get(columnName)!;
    const where = columnName === "id"
      ? compare(column, "_eq", { form: { as: "value", type: "uuid" }, value: text })
      : withId(table, id);
    const json = (await read(this.#store, table, { column, where })).slice('[{"v":'.length, -"}]".length);
    await this.#store.transaction((transaction) =>
      transaction.delete(tableName, { id: columnName === "id" ? JSON.parse(json) : id })
    );
    return question === "jsonb" ? json : String(JSON.parse(json));
  }

  async #rowOf(column: "name" | "labels", text: string): Promise<string> {
    const key = `${column} ${text}`;
    const known = this.#ids.get(key);
    if (known) return known;
    const value = column === "labels" ? parseJson(text) : text;
    const [row] = await this.#store.transaction((transaction) =>
      transaction.insert("flow_group", [{ [column]: value }])
    );
    this.#ids.set(key, row!.id as string);
    return row!.id as string;
  }

  /** Whether an operator holds between two values. */
  async #holds(
    left: { readonly column: "name" | "labels"; readonly text: string },
    operator: Operator,
    operand: { readonly form: BindForm; readonly value: unknown },
  ): Promise<boolean> {
    const table = tableNamed("flow_group");
    const column = table.columns.get(left.column)!;
    const id = await this.#rowOf(left.column, left.text);
    const where = allOf([withId(table, id), compare(column, operator, operand)]);
    return await read(this.#store, table, { column: table.columns.get("id")!, where }) !== "[]";
  }

  async #order(a: string, b: string): Promise<string> {
    const operand = { form: { as: "value", type: "jsonb" }, value: parseJson(b) } as const;
    const left = { column: "labels", text: a } as const;
    if (await this.#holds(left, "_lt", operand)) return "-1";
    return await this.#holds(left, "_eq", operand) ? "0" : "1";
  }

  async answer(question: string, [a, b]: readonly string[]): Promise<string> {
    if (COLUMNS[question]) return await this.roundTrip(question, a!);
    if (question === "jsonb order") return await this.#order(a!, b!);
    const [operator, form] = OPERATORS[question]!;
    const value = form.as === "value" ? parseJson(b!) : b!;
    const column = question.startsWith("jsonb") ? "labels" : "name";
    return String(await this.#holds({ column, text: a! }, operator, { form, value }));
  }
}

/** A JSON null is not kept apart from no value, so it can be compared with nothing. */
function asksOfNull(question: string, parameters: readonly string[]): boolean {
  return question.startsWith("jsonb ") && parameters.includes("null");
}

/**
 * Holds a store against what PostgreSQL was recorded to answer: values are written and read, operators asked, all by
 * way of the store.
 *
 * @param name Of the store, for the titles.
 * @param withStore Runs a test on an empty one.
 */
export function testRecorded(
  name: string,
  withStore: (test: (store: Store) => Promise<void>) => Promise<void>,
): void {
  Deno.test(`prepare() answers as PostgreSQL ${recorded.postgres} was recorded to (${name})`, async (t) => {
    await withStore(async (store) => {
      const asked = new Asked(store, await addFlow(store));
      for (const [question, { cases }] of Object.entries(QUESTIONS)) {
        const answers = (recorded.answers as Record<string, Answer[]>)[question]!;
        await t.step(question, async () => {
          const differences: unknown[] = [];
          for (const [position, parameters] of cases.entries()) {
            if (asksOfNull(question, parameters)) continue;
            const theirs = answers[position]!;
            const ours = await asked.answer(question, parameters).then(
              (value): Answer => ({ value }),
              (error): Answer => ({ error: error.message }),
            );
            const agrees = JSON.stringify(ours) === JSON.stringify(theirs);
            if (agrees === isException(question, parameters)) differences.push({ parameters, theirs, ours });
          }
          assertEquals(differences, []);
        });
      }
    });
  });
}
