import { assertEquals } from "@std/assert";
import { scanSecrets } from "../../scripts/dev/scan_secrets.ts";

// Put together here, so that this file holds no key itself.
const BASE62 = "aB3dE6gH9".repeat(4);
const SAMPLES = [
  { name: "a user key", text: `x\ny pcu_${BASE62}`, kinds: ["an API key"] },
  { name: "a service account key", text: `"pcs_${BASE62}"`, kinds: ["an API key"] },
  {
    name: "a bearer value in a header",
    text: `x\nAuthorization: Bearer ${BASE62}`,
    kinds: ["a bearer value"],
  },
  { name: "an API key in a header", text: `\nAuthorization: Bearer pcu_${BASE62}`, kinds: ["an API key"] },
  { name: "a token", text: `\neyJ${BASE62}.${BASE62}.${BASE62}`, kinds: ["a JSON Web Token"] },
] as const;

for (const { name, text, kinds } of SAMPLES) {
  Deno.test(`scanSecrets() finds ${name} and its line`, () => {
    const line = text.split("\n").length;
    assertEquals(scanSecrets(text), kinds.map((kind) => ({ kind, line })));
  });
}

const HARMLESS = [
  "pcu_abcdefgh1234",
  `pcu_${BASE62.slice(1)}`,
  `Authorization: Bearer pcu_${BASE62.slice(1)}`,
  "Authorization: Bearer $PROCTOR_ADMIN_KEY",
  "Authorization: Bearer ${key}",
  BASE62,
];

for (const text of HARMLESS) {
  Deno.test(`scanSecrets() lets "${text}" pass`, () => {
    assertEquals(scanSecrets(text), []);
  });
}
