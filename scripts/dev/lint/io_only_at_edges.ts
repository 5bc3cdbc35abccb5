import { isWithin, projectPath } from "./project_path.ts";

/** The places that may touch files, sockets, the environment and the terminal. */
const EDGES = [
  "cli.ts",
  "lib/commands/",
  "lib/contract/http/connection.ts",
  "lib/server/http/serve.ts",
  "lib/server/services/post_outside.ts",
  "lib/server/store/",
  "scripts/",
  "server.ts",
  "tests/",
];
const IO_MODULE_REGEXP = /^node:(?:fs|net|http|https|tls|dgram|child_process|sqlite|process)(?:\/|$)/;

/** Everything between the edges is a function of its arguments, so that it can be tested without a machine. */
export const ioOnlyAtEdges: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    if (isWithin(path, EDGES)) return {};
    return {
      MemberExpression(node) {
        if (node.object.type !== "Identifier" || !["Deno", "console"].includes(node.object.name)) return;
        // An error class only names what an edge below has thrown.
        if (context.sourceCode.getText(node) === "Deno.errors") return;
        context.report({
          node,
          message: `Input and output happen at the edges, not in "${path}"`,
          hint: "Take the value or a function as an argument; the list of edges is in io_only_at_edges.ts",
        });
      },
      ImportDeclaration(node) {
        if (!IO_MODULE_REGEXP.test(node.source.value)) return;
        context.report({ node, message: `"${node.source.value}" may be imported at the edges only` });
      },
    };
  },
};
