import {
  FragmentsOnCompositeTypesRule,
  KnownDirectivesRule,
  KnownFragmentNamesRule,
  KnownTypeNamesRule,
  NoFragmentCyclesRule,
  NoUndefinedVariablesRule,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  PossibleFragmentSpreadsRule,
  specifiedRules,
  UniqueDirectivesPerLocationRule,
  UniqueFragmentNamesRule,
  UniqueVariableNamesRule,
  type ValidationRule,
  ValuesOfCorrectTypeRule,
  VariablesAreInputTypesRule,
  VariablesInAllowedPositionRule,
} from "graphql";
import { valuesOfCorrectType } from "./value_rule.ts";

/** Types are named by variables, fragments and definitions only; the library's own rule lists all types each time. */
const NAMES_TYPES = [
  ...["$", "fragment", "..."],
  ...["type", "input", "interface", "union", "scalar", "schema", "directive", "extend"],
];

/** What a text must contain for a rule to have anything to say; a rule that is not here always may. */
const OCCASIONS: ReadonlyMap<ValidationRule, readonly string[]> = new Map([
  [FragmentsOnCompositeTypesRule, ["fragment", "..."]],
  [KnownFragmentNamesRule, ["..."]],
  [NoFragmentCyclesRule, ["..."]],
  [NoUnusedFragmentsRule, ["fragment"]],
  [PossibleFragmentSpreadsRule, ["..."]],
  [UniqueFragmentNamesRule, ["fragment"]],
  [NoUndefinedVariablesRule, ["$"]],
  [NoUnusedVariablesRule, ["$"]],
  [UniqueVariableNamesRule, ["$"]],
  [VariablesAreInputTypesRule, ["$"]],
  [VariablesInAllowedPositionRule, ["$"]],
  [KnownDirectivesRule, ["@"]],
  [UniqueDirectivesPerLocationRule, ["@"]],
  [KnownTypeNamesRule, NAMES_TYPES],
]);

const RULES = specifiedRules.map((rule) => rule === ValuesOfCorrectTypeRule ? valuesOfCorrectType : rule);

/**
 * The rules of the specification that may find something in a text. To leave out those that cannot takes a third off
 * the time of a first reading.
 *
 * @param text GraphQL.
 * @returns Rules, in the library's order.
 *
 * @example Without a fragment, no rule about fragments
 * ```ts
 * import { documentRules } from "./document_rules.ts";
 * import { NoFragmentCyclesRule } from "graphql";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(documentRules("{ hello }").includes(NoFragmentCyclesRule), false);
 * assertEquals(documentRules("{ ...F } fragment F on Query { hello }").includes(NoFragmentCyclesRule), true);
 * ```
 */
export function documentRules(text: string): ValidationRule[] {
  return RULES.filter((rule) => OCCASIONS.get(rule)?.some((part) => text.includes(part)) ?? true);
}
