import { isWithin, projectPath } from "./project_path.ts";

function isOptions(parameter: Deno.lint.Node | Deno.lint.Parameter | undefined): boolean {
  if (parameter?.type === "AssignmentPattern") return isOptions(parameter.left);
  if (parameter?.type === "Identifier") return /(?:^o|O)ptions$/.test(parameter.name);
  return parameter?.type === "ObjectPattern";
}

/**
 * Two arguments can be told apart at the call; from the third on they need names. Judged where others call:
 * exported functions and public methods.
 */
export const maxTwoArgsThenOptions: Deno.lint.Rule = {
  create(context) {
    // The adapters keep the signatures of the packages they stand in for.
    if (isWithin(projectPath(context.filename), ["lib/std/"])) return {};
    function check(node: Deno.lint.Node, parameters: readonly Deno.lint.Parameter[]): void {
      const named = parameters.filter((each) => each.type !== "RestElement");
      if (named.length <= 2 || (named.length === 3 && isOptions(named[2]))) return;
      context.report({
        node,
        message: "A function takes at most two arguments, then one options object",
        hint: 'Name the third argument "options", or destructure it',
      });
    }
    return {
      FunctionDeclaration(node) {
        if (node.parent.type === "ExportNamedDeclaration") check(node, node.params);
      },
      MethodDefinition(node) {
        if (node.key.type !== "PrivateIdentifier") check(node, node.value.params);
      },
    };
  },
};
