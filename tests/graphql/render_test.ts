import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  type FieldNode,
  type OperationDefinitionNode,
  parse,
  print,
  valueFromASTUntyped,
  type ValueNode,
} from "graphql";
import { NumberText } from "../../lib/core/json.ts";
import { Secret } from "../../lib/core/secret.ts";
import { EnumValue, enumValue } from "../../lib/graphql/enum_value.ts";
import { fragment, inlineFragment, operation, spread } from "../../lib/graphql/operation.ts";
import { renderGraphQL } from "../../lib/graphql/render.ts";
import type { Structure } from "../../lib/graphql/structure.ts";
import { variable } from "../../lib/graphql/variable.ts";
import { type ArgumentValue, renderValue } from "../../lib/graphql/render_value.ts";
import { withAlias, withArgs, withDirective } from "../../lib/graphql/with_args.ts";

Deno.test("renderGraphQL() writes what the Python client writes (S37)", async (t) => {
  const flowId = "query {\n    flow {\n        id\n    }\n}";
  const cases: readonly [name: string, structure: Structure, text: string][] = [
    ["a set", { query: { flow: new Set(["id"]) } }, flowId],
    ["a text", { query: { flow: "id" } }, flowId],
    ["a list", { query: { flow: ["id"] } }, flowId],
    ["true", { query: { flow: { id: true } } }, flowId],
    ["1, which is true to Python", { query: { flow: { id: 1 } } }, flowId],
    ["three dots", { query: { flow: { id: "..." } } }, flowId],
    ["a map", new Map([["query", new Map([["flow", "id"]])]]), flowId],
    ["a text as it is", "{ hello }", "{ hello }"],
    [
      "enum values as key and value",
      new Map([["query", new Map([[enumValue("aggregate"), enumValue("count")]])]]),
      "query {\n    aggregate {\n        count\n    }\n}",
    ],
    [
      "two roots",
      { query: { flow: "id", project: ["id", "name"] } },
      "query {\n    flow {\n        id\n    }\n    project {\n        id\n        name\n    }\n}",
    ],
    [
      "a key with arguments",
      { "mutation($input: t!)": { "f(input: $input)": { id: true } } },
      "mutation($input: t!) {\n    f(input: $input) {\n        id\n    }\n}",
    ],
  ];
  for (const [name, structure, text] of cases) {
    await t.step(name, () => assertEquals(renderGraphQL(structure), text));
  }
});

Deno.test("renderGraphQL() builds all a document may hold", () => {
  const text = renderGraphQL({
    [operation("query", { name: "Flows", variables: { full: "Boolean!", limit: "Int = 10" } })]: {
      [
        withAlias(
          "trains",
          withArgs("flow", { where: { name: { _ilike: "%train" } }, limit: variable("limit") }),
        )
      ]: [
        spread("Names"),
        { [inlineFragment("flow")]: "version" },
        withDirective("archived", "include", { if: variable("full") }),
      ],
    },
    [fragment("Names", "flow")]: ["id", "name"],
  });
  const expected = `query Flows($full: Boolean!, $limit: Int = 10) {
    trains: flow(where: { name: { _ilike: "%train" } }, limit: $limit) {
      ...Names ... on flow { version } archived @include(if: $full)
    }
  }
  fragment Names on flow { id name }`;
  assertEquals(print(parse(text)), print(parse(expected)));
});

Deno.test("renderGraphQL() refuses what selects nothing", async (t) => {
  for (const part of [undefined, null, false, 0, [], {}, new Set(), new Map(), "", new Date(0)]) {
    await t.step(Deno.inspect(part), () => {
      const structure = { query: { flow: part } } as unknown as Structure;
      assertThrows(() => renderGraphQL(structure), TypeError, 'at "query › flow"');
    });
  }
});

Deno.test("renderGraphQL() refuses keys that are no GraphQL", () => {
  assertThrows(() => renderGraphQL({ query: { "flow {": "id" } }), SyntaxError, "line 2");
  assertThrows(() => renderGraphQL({ flow: "id" }), SyntaxError, "line 1, column 1");
});

Deno.test("renderGraphQL() keeps the blanks of a block string", () => {
  const block = 'f(a: """\n  x\n    y\n""") { id }';
  const outer = parse(renderGraphQL({ query: { g: { h: block } } }));
  const [field] = parse(`{ g { h { ${block} } } }`).definitions;
  assertEquals(print(outer.definitions[0]!), print(field!));
});

/** The value that graphql-js reads back from a rendered argument. */
function readBack(value: ArgumentValue): unknown {
  const document = parse(renderGraphQL({ query: withArgs("f", { a: value }) }));
  const [field] = (document.definitions[0] as OperationDefinitionNode).selectionSet.selections;
  return valueFromASTUntyped((field as FieldNode).arguments![0]!.value as ValueNode);
}

Deno.test("renderValue() keeps every character of every text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => assertEquals(readBack(text), text)));
  for (const text of ['a    }b"{', "\\u0041\\", "é👋\u2028\u007f\u0000", "\r\n\t", '"""', "$x", "#"]) {
    assertEquals(readBack(text), text);
  }
});

const nameArbitrary = fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]{0,8}$/).filter((name) =>
  name !== "__proto__"
);
const { value: valueArbitrary } = fc.letrec<{ value: ArgumentValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "binary" }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(nameArbitrary, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

Deno.test("renderValue() gives any value a form that means the same", () => {
  fc.assert(fc.property(valueArbitrary, (value) => {
    // GraphQL has one zero, and objects without a prototype are objects.
    assertEquals(JSON.stringify(readBack(value)), JSON.stringify(value));
  }));
});

Deno.test("renderValue() renders moments, exact numbers, enum values and sets", () => {
  const rendered = renderValue({
    at: new Date(0),
    big: 9007199254740993n,
    exact: new NumberText("1.50"),
    by: new EnumValue("desc"),
    ids: new Set(["a"]),
    in: variable("input"),
    map: new Map([["k", 1]]),
  });
  assertEquals(
    rendered,
    '{ at: "1970-01-01T00:00:00.000Z", big: 9007199254740993, exact: 1.50, by: desc, ids: ["a"], in: $input, ' +
      "map: { k: 1 } }",
  );
});

Deno.test("renderValue() refuses what has no form, and says where", async (t) => {
  const cases: readonly [unknown, string][] = [
    [{ a: undefined }, 'undefined at "value.a"'],
    [[NaN], 'NaN at "value[0]"'],
    [{ a: [Infinity] }, '"value.a[0]"'],
    [() => 1, "function"],
    [Symbol("s"), "symbol"],
    [new Date(NaN), "an invalid date"],
    [new URL("http://x"), "class URL"],
    ["\ud800", "surrogate"],
    [{ "a b": 1 }, '"a b" as a name'],
    [{ key: new Secret("pcu_abcdefgh1234") }, 'a secret at "value.key"'],
  ];
  for (const [value, message] of cases) {
    await t.step(message, () => {
      const error = assertThrows(() => renderValue(value), TypeError, message);
      assertEquals(error.message.includes("abcdefgh"), false);
    });
  }
});

/** Selections of fields as structures of every shape, next to the text a person would write. */
const { selection } = fc.letrec<{ selection: [Structure, string]; entry: [string, Structure, string] }>((
  tie,
) => ({
  selection: fc.oneof(
    { maxDepth: 4 },
    nameArbitrary.map((name): [Structure, string] => [name, name]),
    fc.array(tie("selection"), { minLength: 1, maxLength: 3 })
      .map((
        items,
      ): [Structure, string] => [items.map(([each]) => each), items.map(([, text]) => text).join(" ")]),
    fc.uniqueArray(tie("entry"), { minLength: 1, maxLength: 3, selector: ([key]) => key }).map(
      (entries): [Structure, string] => [
        Object.fromEntries(entries.map(([key, value]) => [key, value])),
        entries.map(([, , text]) => text).join(" "),
      ],
    ),
  ),
  entry: fc.oneof(
    nameArbitrary.map((name): [string, Structure, string] => [name, true, name]),
    fc.tuple(nameArbitrary, fc.dictionary(nameArbitrary, valueArbitrary, { maxKeys: 2 }), tie("selection"))
      .map(
        ([name, args, [value, text]]): [string, Structure, string] => {
          const key = withArgs(name, args);
          return [key, value, `${key} { ${text} }`];
        },
      ),
  ),
}));

Deno.test("renderGraphQL() gives any structure a text that parses and means the same (S37)", () => {
  fc.assert(fc.property(selection, ([structure, text]) => {
    assertEquals(print(parse(renderGraphQL({ query: structure }))), print(parse(`query { ${text} }`)));
  }));
});
