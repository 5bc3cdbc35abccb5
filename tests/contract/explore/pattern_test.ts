import { assertEquals } from "@std/assert";
import { Draw } from "../../../lib/contract/explore/draw.ts";
import { rewriteMoment } from "../../../lib/contract/explore/operand.ts";
import { drawPattern, matchesPattern, writePattern } from "../../../lib/contract/explore/pattern.ts";
import { instantOf } from "../../../lib/contract/value_type.ts";

const TEXTS = ["", "a", "50% off_all \\ [a]*", "two\nlines", "🚆 Zürich", "^$.|?+(){}"];

Deno.test("drawPattern() gives patterns that match the text they are made from, and mostly not others", () => {
  let [strays, all] = [0, 0];
  for (const text of TEXTS) {
    for (let n = 0; n < 100; n++) {
      const parts = drawPattern(text, Draw.seeded(n, text));
      assertEquals(matchesPattern(parts, text, { insensitive: false }), true, writePattern(parts, "like"));
      for (const other of TEXTS.filter((one) => one !== text)) {
        all++;
        if (matchesPattern(parts, other, { insensitive: false })) strays++;
      }
    }
  }
  assertEquals(strays < all / 4, true, `${strays} of ${all}`);
});

Deno.test("matchesPattern() minds case only where it is asked to", () => {
  const parts = [{ text: "a" }, "any"] as const;
  assertEquals(matchesPattern(parts, "Ab", { insensitive: false }), false);
  assertEquals(matchesPattern(parts, "Ab", { insensitive: true }), true);
});

Deno.test("writePattern() lets what is special in a language stand for itself", () => {
  const parts = [{ text: "%" }, { text: "." }, { text: "\\" }, "one", "any"] as const;
  assertEquals(writePattern(parts, "like"), "\\%.\\\\_%");
  assertEquals(writePattern(parts, "similar"), "\\%\\.\\\\_%");
  assertEquals(writePattern(parts, "regex"), "^%\\.\\\\..*$");
});

Deno.test("rewriteMoment() names the same instant in many forms", () => {
  const moments = [
    "2019-01-01T12:00:00+00:00",
    "2020-02-29T23:59:59.999999+00:00",
    "2018-12-31T23:30:00.5-01:00",
  ];
  for (const moment of moments) {
    const forms = new Set(
      Array.from({ length: 60 }, (_, n) => rewriteMoment(moment, Draw.seeded(n, moment))),
    );
    assertEquals([...new Set([...forms].map(instantOf))], [instantOf(moment)]);
    assertEquals(forms.size > 10, true);
  }
});
