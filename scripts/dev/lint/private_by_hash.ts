/** `#name` is private when the program runs, too; `private` only while it is compiled. */
export const privateByHash: Deno.lint.Rule = {
  create(context) {
    function check(node: Deno.lint.Node): void {
      if (!/^(?:private|protected)\b/.test(context.sourceCode.getText(node))) return;
      context.report({ node, message: "Make a member private with #, not with a keyword" });
    }
    return { PropertyDefinition: check, MethodDefinition: check, TSParameterProperty: check };
  },
};
