const ERROR_CLASS_REGEXP = /^(?:Usage|Authentication|Unreachable|Fixture|Configuration|Internal)Error$/;

/** First and last piece of the text of a message; `undefined` where a value stands instead of text. */
function ends(node: Deno.lint.Node): { first: string | undefined; last: string | undefined } {
  if (node.type === "Literal" && typeof node.value === "string") {
    return { first: node.value, last: node.value };
  }
  if (node.type === "TemplateLiteral") {
    return { first: node.quasis[0]?.cooked || undefined, last: node.quasis.at(-1)?.cooked || undefined };
  }
  if (node.type === "BinaryExpression" && node.operator === "+") {
    return { first: ends(node.left).first, last: ends(node.right).last };
  }
  return { first: undefined, last: undefined };
}

/** Messages of Proctor's own errors follow the grammar at the top of `lib/core/errors.ts`. */
export const errorGrammar: Deno.lint.Rule = {
  create(context) {
    return {
      NewExpression(node) {
        const message = node.arguments[0];
        if (node.callee.type !== "Identifier" || !ERROR_CLASS_REGEXP.test(node.callee.name) || !message) {
          return;
        }
        const { first, last } = ends(message);
        if (first !== undefined && /^[^A-Z"]/.test(first)) {
          context.report({ node: message, message: "An error message starts with an upper-case letter" });
        }
        if (last !== undefined && /[.!]\s*$/.test(last)) {
          context.report({ node: message, message: "An error message ends without a full stop" });
        }
      },
    };
  },
};
