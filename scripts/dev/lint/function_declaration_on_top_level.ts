/** At the top level of a file a function has a declaration: it can be found by its name and stands in a stack. */
export const functionDeclarationOnTopLevel: Deno.lint.Rule = {
  create(context) {
    function check(node: Deno.lint.VariableDeclarator): void {
      if (node.init?.type !== "ArrowFunctionExpression" && node.init?.type !== "FunctionExpression") return;
      context.report({ node, message: "Write a top-level function as a declaration" });
    }
    return {
      "Program > VariableDeclaration > VariableDeclarator": check,
      "Program > ExportNamedDeclaration > VariableDeclaration > VariableDeclarator": check,
    };
  },
};
