import { assertEquals } from "@std/assert";
import { parsePostgresUuid, parsePythonUuid } from "../../lib/core/uuid.ts";

const ID = "07786de2-7283-434f-a9b1-600044a8afb3";
const HEX = ID.replaceAll("-", "");

const FORMS = [
  { text: ID, postgres: true, python: true },
  { text: ID.toUpperCase(), postgres: true, python: true },
  { text: HEX, postgres: true, python: true },
  { text: `{${ID}}`, postgres: true, python: true },
  { text: `{${HEX}}`, postgres: true, python: true },
  { text: HEX.replace(/(.{4})(?=.)/g, "$1-"), postgres: true, python: true },
  { text: `urn:uuid:${ID}`, postgres: false, python: true },
  { text: `0-${HEX.slice(1)}`, postgres: false, python: true },
  { text: `{${ID}`, postgres: false, python: true },
  { text: ID.slice(1), postgres: false, python: false },
  { text: HEX.slice(4), postgres: false, python: false },
  { text: `${ID}0`, postgres: false, python: false },
  { text: ID.replace("e", "g"), postgres: false, python: false },
  { text: ` ${ID}`, postgres: false, python: false },
  { text: "", postgres: false, python: false },
] as const;

for (const { text, postgres, python } of FORMS) {
  Deno.test(`parsePostgresUuid() ${postgres ? "reads" : "refuses"} "${text}"`, () => {
    assertEquals(parsePostgresUuid(text), postgres ? ID : undefined);
  });
  Deno.test(`parsePythonUuid() ${python ? "reads" : "refuses"} "${text}"`, () => {
    assertEquals(parsePythonUuid(text), python ? ID : undefined);
  });
}
