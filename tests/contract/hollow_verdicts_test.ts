import { assertEquals } from "@std/assert";
import { HOLLOW_ANSWERS, hollowVerdicts } from "./hollow_verdicts.ts";
import { asWire, SERVER, suiteOf } from "./support.ts";

const SUITE = suiteOf(`
[[case]]
id = "solid"
title = "x"
proves = ["S46"]
needs = ["made"]
document = "{ a }"
[[case.check]]
path = "$.data.a"
equals = "\${id}"
[[case]]
id = "hollow"
title = "x"
proves = ["S46"]
document = "{ a }"
[[case.check]]
path = "$"
type = "object"
[[setup]]
name = "made"
[[setup.step]]
document = "mutation { make }"
capture = { id = "$.data.make" }
`);

for (const answer of HOLLOW_ANSWERS) {
  Deno.test(`hollowVerdicts() finds the case that passes with HTTP ${answer.status} ${answer.body}`, async () => {
    const send = () => asWire({ data: { make: "f1" } });
    const passed = await hollowVerdicts(SUITE, { targets: [SERVER], answer, send });
    assertEquals(passed.map(({ id }) => id), ["hollow"]);
  });
}
