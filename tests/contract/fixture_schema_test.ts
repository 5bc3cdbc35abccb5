import { Validator } from "@cfworker/json-schema";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parse } from "@std/toml";
import schema from "../../fixtures/case.schema.json" with { type: "json" };
import profileSchema from "../../fixtures/profile.schema.json" with { type: "json" };
import { CHECK_KEYS } from "../../lib/contract/check.ts";
import { COLUMN_KEYS, MATRIX_KEYS } from "../../lib/contract/read_matrix.ts";
import { CAPABILITY_KEYS, CASE_KEYS, PRINCIPAL_KEYS, SETUP_KEYS } from "../../lib/contract/read_recipe.ts";
import {
  BACKEND_KEYS,
  DETECT_KEYS,
  PROFILE_KEYS,
  REFUSAL_KEYS,
  TARGET_KEYS,
} from "../../lib/contract/read_profile.ts";
import { STEP_KEYS } from "../../lib/contract/read_step.ts";
import { FILE_KEYS } from "../../lib/contract/read_suite.ts";
import { OPERATION_KEYS } from "../../lib/contract/read_trial.ts";
import { VALUE_TYPES } from "../../lib/contract/value_type.ts";

const { $defs } = schema;

for (
  const [name, properties, keys] of [
    ["file", schema.properties, FILE_KEYS],
    ["case", $defs.case.properties, CASE_KEYS],
    ["step", $defs.step.properties, STEP_KEYS],
    ["check", $defs.check.properties, CHECK_KEYS],
    ["setup", $defs.setup.properties, SETUP_KEYS],
    ["principal", $defs.principal.properties, PRINCIPAL_KEYS],
    ["capability", $defs.capability.properties, CAPABILITY_KEYS],
    ["matrix", $defs.matrix.properties, MATRIX_KEYS],
    ["column", $defs.column.properties, COLUMN_KEYS],
    ["operation", $defs.operation.properties, OPERATION_KEYS],
    ["profile", profileSchema.properties, PROFILE_KEYS],
    ["backend", profileSchema.$defs.backend.properties, BACKEND_KEYS],
    ["target", profileSchema.$defs.target.properties, TARGET_KEYS],
    ["refusal", profileSchema.$defs.refusal.properties, REFUSAL_KEYS],
    ["detection", { ...profileSchema.$defs.detect.properties, ...$defs.step.properties }, DETECT_KEYS],
  ] as const
) {
  Deno.test(`the schemas of fixtures know the keys of a ${name} that readSuite() knows`, () => {
    assertEquals(Object.keys(properties).sort(), [...new Set(keys)].sort());
  });
}

Deno.test("case.schema.json knows the types that isOfType() knows", () => {
  assertEquals($defs.type.enum, [...VALUE_TYPES]);
});

/** With an address, beside which the other file is found. */
function addressed(name: string, file: object): object {
  return { ...file, $id: `https://schemas.invalid/${name}` };
}

const CASE_SCHEMA = addressed("case.schema.json", schema);
const CASES = new Validator(CASE_SCHEMA, "2020-12", false);
const PROFILE = new Validator(addressed("profile.schema.json", profileSchema), "2020-12", false);
PROFILE.addSchema(CASE_SCHEMA);
const FOLDERS = ["../../fixtures/", "./profiles/library/"].map((path) => new URL(path, import.meta.url));

/** What a schema has against a file; empty when nothing. */
function problemsOf(validator: Validator, text: string): string[] {
  const { errors } = validator.validate(parse(text));
  return errors.map(({ instanceLocation, error }) => `${instanceLocation} ${error}`);
}

for (const folder of FOLDERS) {
  for (const { name } of Deno.readDirSync(folder)) {
    if (!name.endsWith(".toml") || name === "statements.toml") continue;
    Deno.test(`the schemas of fixtures have nothing against ${name} in ${folder.pathname.split("/").at(-2)}`, async () => {
      const text = await Deno.readTextFile(new URL(name, folder));
      assertEquals(problemsOf(name === "profile.toml" ? PROFILE : CASES, text), []);
      assertStringIncludes(text.split("\n")[0]!, "#:schema ");
    });
  }
}

const GOOD = `title = "T"
source = "A"
[[case]]
id = "a"
title = "x"
proves = ["S46"]
document = "{ a }"
[[case.check]]
path = "$.data.a"
sorted = "asc"
`;

for (
  const [what, text] of [
    ["a file without source", GOOD.replace('source = "A"\n', "")],
    ["an unknown key", GOOD.replace("document", "documnet")],
    ["an id in capitals", GOOD.replace('"a"', '"A"')],
    ["a case that proves nothing", GOOD.replace('["S46"]', "[]")],
    ["an unknown order", GOOD.replace('"asc"', '"up"')],
    ["an empty error", `${GOOD}[[case.check]]\nerror = {}\n`],
  ] as const
) {
  Deno.test(`case.schema.json refuses ${what}`, () => {
    assertEquals(problemsOf(CASES, GOOD), []);
    assert(problemsOf(CASES, text).length > 0);
  });
}

/** Every property of a schema, at whatever depth, with its path. */
function propertiesOf(value: unknown, path = ""): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = `${path}/${key}`;
    const own = path.endsWith("/properties") ? [[here, inner] as [string, unknown]] : [];
    return [...own, ...propertiesOf(inner, here)];
  });
}

Deno.test("the schemas of fixtures tell of every key what it is", () => {
  for (const [path, property] of [...propertiesOf(schema), ...propertiesOf(profileSchema)]) {
    const { description, $ref } = property as { description?: string; $ref?: string };
    assert(description !== undefined || $ref !== undefined, `${path} has no description`);
  }
});
