import { assertEquals } from "@std/assert";
import schema from "../../fixtures/case.schema.json" with { type: "json" };
import { CHECK_KEYS } from "../../lib/contract/check.ts";
import { COLUMN_KEYS, MATRIX_KEYS } from "../../lib/contract/read_matrix.ts";
import { CAPABILITY_KEYS, CASE_KEYS, PRINCIPAL_KEYS, SETUP_KEYS } from "../../lib/contract/read_recipe.ts";
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
  ] as const
) {
  Deno.test(`case.schema.json knows the keys of a ${name} that readSuite() knows`, () => {
    assertEquals(Object.keys(properties).sort(), [...new Set(keys)].sort());
  });
}

Deno.test("case.schema.json knows the types that isOfType() knows", () => {
  assertEquals($defs.type.enum, [...VALUE_TYPES]);
});
