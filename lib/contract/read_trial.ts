import type { JsonObject, JsonValue } from "../core/json.ts";
import { readStep, STEP_KEYS } from "./read_step.ts";
import type { Cell, Profile, Recipe, Step } from "./suite.ts";
import type { TableReader } from "./table_reader.ts";

/** What a `[[matrix.operation]]` may hold. */
export const OPERATION_KEYS: readonly string[] = [
  "name",
  "needs",
  "row",
  "ids",
  "document",
  "variables",
  "capture",
  "check",
  "unseen",
  "look",
  "left",
  "left_json",
  "done",
  "done_json",
  "undo",
];

/** What is asked, and what is to come of it. */
export interface Trial {
  /** The `[[matrix.operation]]`. */
  readonly operation: TableReader;
  readonly cell: Cell;
  /** The principal that looks what has come of it. */
  readonly keeper: string;
  /** How the API refuses. */
  readonly profile: Pick<Profile, "unauthenticated" | "forbidden">;
}

/** Nothing is given away beside a refusal. */
const NOTHING = { path: "$.data[?@ != null]", count: 0 };

/** Variables that a document does not name are not sent along: a strict target would refuse them. */
function named(document: string, variables: JsonObject): JsonObject {
  const names = new Set(document.match(/\$\w+/g));
  return Object.fromEntries(Object.entries(variables).filter(([name]) => names.has(`$${name}`)));
}

function variablesOf(operation: TableReader, document: string): JsonObject {
  return named(document, { ...operation.object("variables"), ...operation.object("ids") });
}

/** The checks that an operation names itself. */
function checksOf(operation: TableReader, key: "check" | "unseen"): JsonValue[] {
  return operation.has(key) ? operation.json(key) as JsonValue[] : [];
}

function step(operation: TableReader, table: JsonObject): Step {
  return readStep(operation.derive(table));
}

/** The keeper's look at what is there afterwards. */
function look({ operation, keeper }: Trial, state: "left" | "done"): Step[] {
  const document = operation.optionalString("look");
  if (document === undefined) return [];
  const isJson = operation.has(`${state}_json`);
  if (!isJson && !operation.has(state)) {
    operation.fail("look", `Key "${state}" is missing: expected what the look finds`);
  }
  const found = isJson
    ? { equals_json: operation.string(`${state}_json`) }
    : { equals: operation.json(state) };
  return [step(operation, {
    document,
    variables: variablesOf(operation, document),
    as: keeper,
    note: "What has come of it",
    check: [{ path: "$.data", ...found }],
  })];
}

/** What is asked, and which root fields are in it. */
interface Question {
  readonly request: { readonly document: string; readonly variables: JsonObject };
  readonly roots: readonly string[];
  /** What the answer to a `yes` is checked for. */
  readonly found: JsonValue[];
  /** What the answer to an `unseen` is checked for; empty: that it is the one for an unknown id. */
  readonly unseen: JsonValue[];
}

/** A row of a table is asked for in all three ways that there are. */
function questionOfRow(operation: TableReader, row: string): Question {
  const table = operation.string("name");
  const document = `query($row: uuid!) {
  it: ${table}(where: {id: {_eq: $row}}) { id }
  by_pk: ${table}_by_pk(id: $row) { id }
  aggregate: ${table}_aggregate(where: {id: {_eq: $row}}) { aggregate { count } }
}`;
  const found = { it: [{ id: row }], by_pk: { id: row }, aggregate: { aggregate: { count: 1 } } };
  const none = '{"it": [], "by_pk": null, "aggregate": {"aggregate": {"count": 0}}}';
  return {
    request: { document, variables: { row } },
    roots: ["it", "by_pk", "aggregate"],
    found: [{ path: "$.data", equals: found }],
    unseen: [{ path: "$.data", equals_json: none }],
  };
}

function questionOf(operation: TableReader): Question {
  const row = operation.optionalString("row");
  if (row !== undefined) return questionOfRow(operation, row);
  const document = operation.string("document");
  return {
    request: { document, variables: variablesOf(operation, document) },
    roots: ["it"],
    found: checksOf(operation, "check"),
    unseen: checksOf(operation, "unseen"),
  };
}

/** Asked first for something that does not exist: nothing may tell the two answers apart. */
function compared(operation: TableReader, { request }: Question): Step[] {
  if (!operation.has("look")) {
    operation.fail(undefined, 'Two answers alike prove nothing without a look: give "unseen" or "look"');
  }
  const ids = operation.object("ids");
  const nowhere = Object.fromEntries(
    Object.entries(request.variables).map(([name, value]) => [name, name in ids ? "${uuid}" : value]),
  );
  const first = { capture: { nothing: "$" }, check: [{ path: "$", type: "object" }] };
  return [
    step(operation, { ...request, variables: nowhere, ...first }),
    step(operation, { ...request, check: [{ path: "$", equals: "${nothing}" }] }),
  ];
}

function stepsOf(trial: Trial): Step[] {
  const { operation, cell, profile } = trial;
  const question = questionOf(operation);
  const { request, roots, found, unseen } = question;
  switch (cell) {
    case "yes":
      return [
        step(operation, { ...request, capture: operation.object("capture"), check: found }),
        ...look(trial, "done"),
      ];
    case "unseen":
      return [
        ...unseen.length > 0
          ? [step(operation, { ...request, check: unseen })]
          : compared(operation, question),
        ...look(trial, "left"),
      ];
    case "no": {
      const refused = roots.map((root) => ({ error: { ...profile.forbidden, path: [root] } }));
      return [step(operation, { ...request, check: [...refused, NOTHING] }), ...look(trial, "left")];
    }
    case "401": {
      const refused = { error: profile.unauthenticated };
      return [step(operation, { ...request, check: [refused, NOTHING] })];
    }
  }
}

/**
 * Reads what one cell of a matrix stands for.
 *
 * @param trial The operation, and what the cell says of it.
 * @returns Its steps, for whichever principal. What they need is made anew for a `yes`, which may use it up, and once for all others.
 * @throws {FixtureError} When the operation is not written as `fixtures/README.md`, "A matrix", says.
 */
export function readTrial(trial: Trial): Omit<Recipe, "as"> {
  const { operation, cell } = trial;
  const isDone = cell === "yes";
  return {
    name: operation.string("name"),
    place: operation.place,
    needs: operation.words("needs"),
    shares: !isDone,
    steps: stepsOf(trial),
    undo: isDone ? operation.tables("undo", STEP_KEYS).map(readStep) : [],
  };
}
