import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { compareKeys, isJsonObject, jsonbText, type JsonValue, parseJson } from "../../lib/core/json.ts";

const KEPT = [
  "9007199254740993",
  "-9007199254740993",
  "123456789012345678901234567890",
  "0.1",
  "1.50",
  "1.0",
  "1e400",
  "[-0]",
  '{"a":[1.50,{"b":9007199254740993}]}',
  '"9007199254740993"',
  '{"a":1e400}',
  "[2,1.50]",
  '["at 10:00:00.5",1.50]',
  "[1,true,null]",
];

for (const text of KEPT) {
  Deno.test(`parseJson() keeps ${text}`, () => {
    assertEquals(JSON.stringify(parseJson(text)), text);
  });
}

for (const text of ["", "{", "[1,]", "01", "'a'", "NaN", '{"a":1}}']) {
  Deno.test(`parseJson() refuses "${text}"`, () => {
    assertThrows(() => parseJson(text), SyntaxError);
  });
}

Deno.test("parseJson() keeps numbers after blanks", () => {
  const value = parseJson(' {"a" : 1.50 , "b":[ 1.0 ,\n-0 ] }');
  assertEquals(JSON.stringify(value), '{"a":1.50,"b":[1.0,-0]}');
  assertEquals(JSON.stringify(parseJson(" 1.0")), "1.0");
});

Deno.test("parseJson() reads what JSON.parse reads", () => {
  fc.assert(fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
    const text = JSON.stringify(value);
    assertEquals(JSON.stringify(parseJson(text)), text);
  }));
});

Deno.test("isJsonObject() knows objects only", () => {
  assertEquals([{}, [], null, "a", parseJson("1.50")].map(isJsonObject), [true, false, false, false, false]);
});

const STORED = [
  ['{"b":1,"a":2}', '{"a": 2, "b": 1}'],
  ['{"aa":1,"b":2}', '{"b": 2, "aa": 1}'],
  ['{"é":1,"zz":2,"a":3}', '{"a": 3, "zz": 2, "é": 1}'],
  ['{"a":1,"a":2}', '{"a": 2}'],
  ["1e2", "100"],
  ["1.50", "1.50"],
  ["1.5e3", "1500"],
  ["1e-3", "0.001"],
  ["-0.0", "0.0"],
  ["9007199254740993", "9007199254740993"],
  ['"\\u00e9"', '"é"'],
  ["[ 1 , [ ] ]", "[1, []]"],
] as const;

for (const [text, stored] of STORED) {
  Deno.test(`jsonbText() writes ${text}`, () => {
    assertEquals(jsonbText(parseJson(text)), stored);
  });
}

for (const text of ['"\\u0000"', '"\\ud800"', '{"\\u0000":1}', "1e200000"]) {
  Deno.test(`jsonbText() refuses ${text}`, () => {
    assertThrows(() => jsonbText(parseJson(text)), RangeError);
  });
}

Deno.test("jsonbText() does not depend on the order of keys", () => {
  fc.assert(fc.property(fc.dictionary(fc.string({ unit: "grapheme-ascii" }), fc.jsonValue()), (object) => {
    const reversed = Object.fromEntries(Object.entries(object).reverse());
    assertEquals(jsonbText(reversed as JsonValue), jsonbText(object as JsonValue));
  }));
});

Deno.test("compareKeys() compares lengths in bytes, then bytes", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const key = fc.string({ unit: fc.constantFrom("a", "b", "\x7f", "\x80", "é", "€", "😀"), maxLength: 4 });
  fc.assert(
    fc.property(key, key, (a, b) => {
      const [left, right] = [bytes(a), bytes(b)];
      const position = left.findIndex((byte, i) => byte !== right[i]);
      const order = left.length - right.length || (position < 0 ? 0 : left[position]! - right[position]!);
      assertEquals(Math.sign(compareKeys(a, b)), Math.sign(order));
    }),
    { numRuns: 1000 },
  );
});
