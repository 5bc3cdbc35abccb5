/**
 * The rules of this code that no stock linter knows. `deno.json` names this file under `lint.plugins`; every rule
 * has a good and a bad sample in `tests/dev/lint_plugin_test.ts`.
 *
 * @module
 */

import { errorGrammar } from "./lint/error_grammar.ts";
import { functionDeclarationOnTopLevel } from "./lint/function_declaration_on_top_level.ts";
import { ioOnlyAtEdges } from "./lint/io_only_at_edges.ts";
import { maxTwoArgsThenOptions } from "./lint/max_two_args_then_options.ts";
import { noEnumNoDefault } from "./lint/no_enum_no_default.ts";
import { noPlainError } from "./lint/no_plain_error.ts";
import { privateByHash } from "./lint/private_by_hash.ts";
import { sizeCaps } from "./lint/size_caps.ts";
import { sqlOnlyInSql } from "./lint/sql_only_in_sql.ts";

const plugin: Deno.lint.Plugin = {
  name: "proctor",
  rules: {
    "error-grammar": errorGrammar,
    "function-declaration-on-top-level": functionDeclarationOnTopLevel,
    "io-only-at-edges": ioOnlyAtEdges,
    "max-two-args-then-options": maxTwoArgsThenOptions,
    "no-enum-no-default": noEnumNoDefault,
    "no-plain-error": noPlainError,
    "private-by-hash": privateByHash,
    "size-caps": sizeCaps,
    "sql-only-in-sql": sqlOnlyInSql,
  },
};

export default plugin;
