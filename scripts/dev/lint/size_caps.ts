import { isWithin, projectPath } from "./project_path.ts";

const MAX_FILE_LINES = 400;
const MAX_FUNCTION_LINES = 80;
/** Tables of data, which read better in one piece. */
const DATA_FILES = ["lib/server/model/tables.ts"];

/** A file and a function that fit a reader's head. */
export const sizeCaps: Deno.lint.Rule = {
  create(context) {
    if (isWithin(projectPath(context.filename), DATA_FILES)) return {};
    function checkFunction(node: Deno.lint.Node): void {
      const lines = context.sourceCode.getText(node).split("\n").length;
      if (lines <= MAX_FUNCTION_LINES) return;
      context.report({
        node,
        message: `A function has at most ${MAX_FUNCTION_LINES} lines, this one has ${lines}`,
      });
    }
    return {
      Program(node) {
        const lines = context.sourceCode.text.trimEnd().split("\n").length;
        if (lines <= MAX_FILE_LINES) return;
        context.report({
          node,
          message: `A file has at most ${MAX_FILE_LINES} lines, this one has ${lines}`,
        });
      },
      FunctionDeclaration: checkFunction,
      FunctionExpression: checkFunction,
      ArrowFunctionExpression: checkFunction,
    };
  },
};
