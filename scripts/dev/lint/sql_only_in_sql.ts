import { isWithin, projectPath } from "./project_path.ts";

const SQL_REGEXP =
  /^\s*(?:SELECT|INSERT INTO|INSERT OR|UPDATE|DELETE FROM|WITH \S+ AS|CREATE (?:UNIQUE )?(?:TABLE|INDEX|TRIGGER|VIEW))\s/;

/** SQL text is written by the compiler and run by the store; anywhere else it would escape both dialects. */
export const sqlOnlyInSql: Deno.lint.Rule = {
  create(context) {
    if (
      isWithin(projectPath(context.filename), ["lib/server/sql/", "lib/server/store/", "scripts/", "tests/"])
    ) {
      return {};
    }
    function check(node: Deno.lint.Node, text: string | undefined): void {
      if (text === undefined || !SQL_REGEXP.test(`${text} `)) return;
      context.report({ node, message: "SQL is written in lib/server/sql and lib/server/store only" });
    }
    return {
      Literal: (node) => check(node, typeof node.value === "string" ? node.value : undefined),
      TemplateLiteral: (node) => check(node, node.quasis[0]?.cooked),
    };
  },
};
