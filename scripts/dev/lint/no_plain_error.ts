import { isWithin, projectPath } from "./project_path.ts";

/** A plain `Error` says nothing to match on: throw a class of `lib/core/errors.ts` or a built-in one that fits. */
export const noPlainError: Deno.lint.Rule = {
  create(context) {
    if (isWithin(projectPath(context.filename), ["tests/"])) return {};
    function check(node: Deno.lint.NewExpression | Deno.lint.CallExpression): void {
      if (node.callee.type !== "Identifier" || node.callee.name !== "Error") return;
      context.report({
        node,
        message: "A plain Error has no class to match on",
        hint: "Use a class of lib/core/errors.ts, or TypeError, RangeError, SyntaxError by meaning",
      });
    }
    return { NewExpression: check, CallExpression: check };
  },
};
