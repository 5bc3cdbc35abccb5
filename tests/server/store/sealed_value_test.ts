import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { sealValue, unsealValue } from "../../../lib/server/store/sealed_value.ts";

const OPTIONS = { key: new Uint8Array(32).fill(7), binding: '["secret","tenant","name"]' };

for (const text of ["", "null", '{"password":"hunter2"}', "é 🔑", "x".repeat(100_000)]) {
  Deno.test(`unsealValue() opens what sealValue() sealed: ${text.slice(0, 22)}`, () => {
    assertEquals(unsealValue(sealValue(text, OPTIONS), OPTIONS), text);
  });
}

Deno.test("sealValue() gives equal texts different looks", () => {
  assertNotEquals(sealValue("x", OPTIONS), sealValue("x", OPTIONS));
});

for (
  const [name, change] of [
    ["another key", { key: new Uint8Array(32) }],
    ["another binding", { binding: '["secret","tenant","other"]' }],
  ] as const
) {
  Deno.test(`unsealValue() refuses ${name}`, () => {
    const sealed = sealValue("hunter2", OPTIONS);
    assertThrows(() => unsealValue(sealed, { ...OPTIONS, ...change }));
  });
}

Deno.test("unsealValue() refuses a text of which any byte was changed, or the end is missing", () => {
  const bytes = Uint8Array.fromBase64(sealValue("hunter2", OPTIONS));
  for (let i = 0; i < bytes.length; i++) {
    const changed = bytes.map((byte, at) => at === i ? byte ^ 1 : byte);
    assertThrows(() => unsealValue(changed.toBase64(), OPTIONS));
    assertThrows(() => unsealValue(bytes.subarray(0, i).toBase64(), OPTIONS));
  }
});
