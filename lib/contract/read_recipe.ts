import { type JsonObject, parseJson } from "../core/json.ts";
import { jsonPath } from "./json_path.ts";
import { readStep, STEP_KEYS } from "./read_step.ts";
import { readHeaders } from "./request_template.ts";
import {
  type Backend,
  type Capability,
  type Case,
  LEVELS,
  type Principal,
  type Recipe,
  type Row,
} from "./suite.ts";
import type { Setup, Step } from "./suite.ts";
import type { TableReader } from "./table_reader.ts";
import { constant, valueTemplate } from "./template.ts";

/** What a `[[case]]` may hold; the keys of a step may stand in it too. */
export const CASE_KEYS: readonly string[] = [
  "id",
  "title",
  "proves",
  "level",
  "backends",
  "needs",
  "requires",
  "tags",
  "volatile",
  "each",
  "writes",
  "step",
  "undo",
  ...STEP_KEYS,
];
/** What a `[[setup]]` may hold. */
export const SETUP_KEYS: readonly string[] = ["name", "needs", "backends", "as", "shared", "step", "undo"];
/** What a `[[principal]]` may hold. */
export const PRINCIPAL_KEYS: readonly string[] = ["name", "needs", "as", "headers", "step", "undo"];
/** What a `[[capability]]` may hold. */
export const CAPABILITY_KEYS: readonly string[] = ["name", ...STEP_KEYS];

/** Names and ids. */
export const NAME_REGEXP = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const IN_A_CASE = ["as", "note"];

function readName(reader: TableReader, key: "id" | "name"): string {
  const name = reader.string(key);
  if (!NAME_REGEXP.test(name)) {
    reader.fail(key, `Name "${name}" is not allowed: expected lower case letters and digits, joined by "-"`);
  }
  return name;
}

/** Checks of an undo step would come too late to matter: what fails there is printed as left behind. */
function readUndo(reader: TableReader): Step[] {
  return reader.tables("undo", STEP_KEYS).map(readStep);
}

function readRecipe(reader: TableReader, name: string): Recipe {
  return {
    name,
    place: reader.place,
    as: reader.optionalString("as") ?? "admin",
    needs: reader.words("needs"),
    steps: reader.tables("step", STEP_KEYS).map(readStep),
    undo: readUndo(reader),
  };
}

/**
 * Reads a `[[setup]]`.
 *
 * @param reader Its table.
 * @param backends Those of the profile.
 * @returns The setup.
 * @throws {FixtureError} When it is not written as `fixtures/README.md` says.
 */
export function readSetup(reader: TableReader, backends: readonly Backend[]): Setup {
  const recipe = readRecipe(reader, readName(reader, "name"));
  return {
    ...recipe,
    backends: reader.words("backends", { known: backends, otherwise: backends }),
    shared: reader.flag("shared"),
  };
}

/**
 * Reads a `[[principal]]`.
 *
 * @param reader Its table.
 * @returns The principal; its `key` is captured as a secret.
 * @throws {FixtureError} When it is not written as `fixtures/README.md` says, or captures no `key`.
 */
export function readPrincipal(reader: TableReader): Principal {
  const recipe = readRecipe(reader, readName(reader, "name"));
  if (recipe.name === "admin" || recipe.name === "anonymous") {
    reader.fail("name", `Principal "${recipe.name}" is built in: choose another name`);
  }
  const steps = recipe.steps.map((step) => ({
    ...step,
    captures: step.captures.map((capture) => capture.name === "key" ? { ...capture, secret: true } : capture),
  }));
  if (!steps.some((step) => step.captures.some((capture) => capture.name === "key"))) {
    reader.fail(undefined, `Principal "${recipe.name}" has no key: expected a step that captures "key"`);
  }
  return { ...recipe, steps, headers: readHeaders(reader) };
}

/**
 * Reads a `[[capability]]`.
 *
 * @param reader Its table.
 * @returns The capability.
 * @throws {FixtureError} When it is not written as `fixtures/README.md` says.
 */
export function readCapability(reader: TableReader): Capability {
  return { name: readName(reader, "name"), step: readStep(reader) };
}

/** A row's values by name; a key that ends in `_json` holds JSON text. */
function rowValues(row: TableReader): JsonObject {
  const values: JsonObject = {};
  for (const key of row.keys) {
    if (key === "label") continue;
    if (!key.endsWith("_json")) values[key] = row.json(key);
    else values[key.slice(0, -5)] = row.compile(key, () => parseJson(row.string(key)));
  }
  return values;
}

function readRows(reader: TableReader): Row[] {
  if (!reader.has("each")) return [{ label: "", values: constant({}) }];
  const rows = reader.tables("each").map((row) => {
    const values = rowValues(row);
    return {
      label: row.string("label"),
      names: Object.keys(values).sort().join(", "),
      values: valueTemplate(values),
    };
  });
  if (rows.length === 0) reader.fail("each", 'Key "each" is empty: expected one row or more');
  for (const [index, row] of rows.entries()) {
    if (rows.findIndex(({ label }) => label === row.label) < index) {
      reader.fail("each", `Row "${row.label}" stands twice: labels must differ`);
    }
    if (row.names !== rows[0]!.names) {
      reader.fail(
        "each",
        `Row "${row.label}" has the keys ${row.names}: expected ${rows[0]!.names}, as in the first`,
      );
    }
  }
  return rows;
}

/**
 * Reads what a case proves.
 *
 * @param reader The table of a case, or of what becomes one.
 * @returns The ids of statements, one at least.
 * @throws {FixtureError} When there is none.
 */
export function readProved(reader: TableReader): readonly string[] {
  const proves = reader.words("proves");
  if (proves.length > 0) return proves;
  return reader.fail("proves", 'Key "proves" is missing: expected one statement id or more');
}

/** The steps of a case: its `[[case.step]]`, or the one that is written into it. */
function caseSteps(reader: TableReader, steps: readonly Step[]): readonly Step[] {
  const own = reader.keys.find((key) => STEP_KEYS.includes(key) && !IN_A_CASE.includes(key));
  if (own === undefined) {
    if (steps.length === 0) {
      reader.fail(undefined, "Case sends nothing: expected a document, or [[case.step]]");
    }
    return steps;
  }
  if (steps.length > 0) reader.fail(own, `Key "${own}" stands beside [[case.step]]: move it into a step`);
  const { as: _sender, ...step } = readStep(reader);
  return [step];
}

/**
 * Reads a `[[case]]`.
 *
 * @param reader Its table.
 * @param context The title of its file, and the backends of the profile.
 * @returns The case; whether its setups write is not known yet.
 * @throws {FixtureError} When it is not written as `fixtures/README.md` says.
 */
export function readCase(
  reader: TableReader,
  { convention, backends }: { readonly convention: string; readonly backends: readonly Backend[] },
): Case {
  const recipe = readRecipe(reader, readName(reader, "id"));
  const steps = caseSteps(reader, recipe.steps);
  if (!steps.some((step) => step.checks.some((check) => check.demanding))) {
    reader.fail(
      undefined,
      `Case "${recipe.name}" cannot fail on an empty answer: expected a check for what must be there`,
    );
  }
  return {
    ...recipe,
    steps,
    title: reader.string("title"),
    convention,
    proves: readProved(reader),
    level: reader.word("level", LEVELS),
    backends: reader.words("backends", { known: backends, otherwise: backends }),
    requires: reader.words("requires"),
    tags: reader.words("tags"),
    volatile: reader.words("volatile").map((path) => reader.compile("volatile", () => jsonPath(path))),
    rows: readRows(reader),
    writes: reader.flag("writes") || steps.some((step) => step.writes),
  };
}
