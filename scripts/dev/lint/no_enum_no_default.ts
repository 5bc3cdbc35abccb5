import { isWithin, projectPath } from "./project_path.ts";

/** A union of literals needs no code, and a named export has the same name everywhere. */
export const noEnumNoDefault: Deno.lint.Rule = {
  create(context) {
    // Deno finds a lint plugin by its default export.
    if (isWithin(projectPath(context.filename), ["scripts/dev/lint_plugin.ts"])) return {};
    return {
      TSEnumDeclaration: (node) =>
        context.report({ node, message: "Use a union of literals instead of an enum" }),
      ExportDefaultDeclaration: (node) => context.report({ node, message: "Export by name, not by default" }),
    };
  },
};
