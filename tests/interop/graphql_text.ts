import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import fc from "fast-check";
import { type DocumentNode, Kind, parse, print, visit } from "graphql";
import { enumValue } from "../../lib/graphql/enum_value.ts";
import { renderGraphQL } from "../../lib/graphql/render.ts";
import type { ArgumentValue } from "../../lib/graphql/render_value.ts";
import type { Structure } from "../../lib/graphql/structure.ts";
import { withArgs } from "../../lib/graphql/with_args.ts";
import type { Checklist } from "./checklist.ts";
import type { Place } from "./place.ts";

const STRUCTURES = 500;
/** Of so many the Python result has to parse, or the comparison says little. */
const COMPARED = 400;

/** An argument in a form that JSON can carry to Python. */
type Argument =
  | { readonly plain: string | number | boolean | null }
  | { readonly enum: string }
  | { readonly list: readonly Argument[] }
  | { readonly object: readonly (readonly [string, Argument])[] };

/** A key of a table. */
interface Key {
  readonly field: string;
  readonly args?: Argument;
}

/** A part of a structure in a form that JSON can carry to Python. */
type Part =
  | { readonly field: string }
  | { readonly enum: string }
  | { readonly true: null }
  | { readonly dots: null }
  | { readonly list: readonly Part[] }
  | { readonly tuple: readonly Part[] }
  | { readonly set: readonly Part[] }
  | { readonly table: readonly (readonly [Key, Part])[] };

const name = fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]{0,8}$/).filter((word) =>
  !["__proto__", "true", "false", "null"].includes(word)
);
/** The Python client changes texts that hold four blanks and a brace; whatever else a text holds must survive. */
const anyText = fc.string({ unit: "binary" }).filter((each) => !each.includes("    }"));
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }),
);
const { argument } = fc.letrec<{ argument: Argument }>((tie) => ({
  argument: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(anyText, number, fc.boolean(), fc.constant(null)).map((plain) => ({ plain })),
    name.map((value) => ({ enum: value })),
    fc.array(tie("argument"), { maxLength: 3 }).map((list) => ({ list })),
    members(tie("argument"), 0),
  ),
}));

function members(value: fc.Arbitrary<Argument>, minLength: number): fc.Arbitrary<Argument> {
  return fc.uniqueArray(fc.tuple(name, value), { minLength, maxLength: 3, selector: ([key]) => key })
    .map((object) => ({ object }));
}

const key = fc.oneof(
  name.map((field): Key => ({ field })),
  fc.tuple(name, name, members(argument, 1)).map(([alias, field, args]): Key => ({
    field: `${alias}: ${field}`,
    args,
  })),
);
const { part } = fc.letrec<{ part: Part }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 4 },
    name.map((field) => ({ field })),
    name.map((value) => ({ enum: value })),
    fc.array(tie("part"), { minLength: 1, maxLength: 3 }).map((list) => ({ list })),
    fc.array(tie("part"), { minLength: 1, maxLength: 3 }).map((tuple) => ({ tuple })),
    // Of one, because the order of a set in Python changes from run to run.
    name.map((field) => ({ set: [{ field }] })),
    fc.uniqueArray(
      fc.tuple(key, fc.oneof(tie("part"), fc.constantFrom<Part>({ true: null }, { dots: null }))),
      { minLength: 1, maxLength: 3, selector: ([each]) => each.field },
    ).map((table) => ({ table })),
  ),
}));

function toArgument(description: Argument): ArgumentValue {
  if ("plain" in description) return description.plain;
  if ("enum" in description) return enumValue(description.enum);
  if ("list" in description) return description.list.map(toArgument);
  return new Map(description.object.map(([member, value]) => [member, toArgument(value)]));
}

function toKey({ field, args }: Key): string {
  return args === undefined ? field : withArgs(field, toArgument(args) as ReadonlyMap<string, ArgumentValue>);
}

function toStructure(description: Part): Structure {
  if ("field" in description) return description.field;
  if ("enum" in description) return enumValue(description.enum);
  if ("true" in description) return true;
  if ("dots" in description) return "...";
  if ("list" in description) return description.list.map(toStructure);
  if ("tuple" in description) return description.tuple.map(toStructure);
  if ("set" in description) return new Set(description.set.map(toStructure));
  return new Map(description.table.map(([each, below]) => [toKey(each), toStructure(below)]));
}

/** The document without what does not matter: blanks, and whether a number is written as `1e-7` or `1e-07`. */
function normalize(document: DocumentNode): string {
  return print(visit(document, {
    IntValue: (node) => ({ ...node, value: String(Number(node.value)) }),
    FloatValue: (node) => ({ ...node, kind: Kind.INT, value: String(Number(node.value)) }),
  }));
}

function tryParse(document: string): DocumentNode | undefined {
  try {
    return parse(document);
  } catch {
    return undefined;
  }
}

/**
 * Compares structures rendered by Proctor with the same rendered by `prefect.utilities.graphql` (S37).
 *
 * @param list Where to note the check.
 * @param place Where Python is.
 */
export async function checkStructures(list: Checklist, place: Place): Promise<void> {
  await list.check(
    `${STRUCTURES} structures mean the same as rendered by prefect.utilities.graphql`,
    async () => {
      const parts = fc.sample(part, { numRuns: STRUCTURES, seed: 20190101 });
      const script = join(Deno.cwd(), "tests/interop/graphql_text.py");
      const { code, text } = await place.run("python", [script], { input: JSON.stringify(parts) });
      assertEquals(code, 0, text);
      const theirs: string[] = JSON.parse(text.slice(text.indexOf('["')));
      assertEquals(theirs.length, STRUCTURES);
      let compared = 0;
      for (const [index, each] of parts.entries()) {
        const ours = renderGraphQL({ query: toStructure(each) });
        const parsed = tryParse(theirs[index]!);
        if (parsed === undefined) continue;
        compared++;
        assertEquals(
          normalize(parse(ours)),
          normalize(parsed),
          `${theirs[index]}\nis to mean the same as\n${ours}`,
        );
      }
      assertEquals(compared >= COMPARED, true, `Python made only ${compared} documents that parse`);
    },
  );
}
