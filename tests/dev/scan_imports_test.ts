import { assertEquals } from "@std/assert";
import { scanImports } from "../../scripts/dev/scan_imports.ts";

const SAMPLES: readonly {
  readonly name: string;
  readonly source: string;
  readonly found: readonly string[];
}[] = [
  { name: "a named import", source: 'import { a } from "./a.ts";', found: ["1 ./a.ts"] },
  { name: "an import for its effect", source: 'import "./a.ts";', found: ["1 ./a.ts"] },
  { name: "a type import", source: 'import type { A } from "./a.ts";', found: ["1 ./a.ts"] },
  {
    name: "a re-export over several lines",
    source: '\nexport {\n  a,\n} from "./a.ts";',
    found: ["2 ./a.ts"],
  },
  {
    name: "two dynamic imports on a line",
    source: '  f(import("./a.ts"), import("b"));',
    found: ["1 ./a.ts", "1 b"],
  },
  { name: "a type by import()", source: 'let a: import("./a.ts").A;', found: ["1 ./a.ts"] },
  { name: "a computed import", source: "await import(name);", found: ["1 undefined"] },
  { name: "a comment", source: ' * import { a } from "./a.ts";\n// import("./b.ts")', found: [] },
  { name: "code inside text", source: "f('import(\"./a.ts\")');", found: [] },
  { name: "an export without a source", source: 'export function a() {}\nconst b = "./b.ts";', found: [] },
];

for (const { name, source, found } of SAMPLES) {
  Deno.test(`scanImports() reads ${name}`, () => {
    assertEquals(scanImports(source).map(({ specifier, line }) => `${line} ${specifier}`), found);
  });
}
