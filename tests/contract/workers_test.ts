import { assertEquals } from "@std/assert";
import { runTrial, SERVER, suiteOf } from "./support.ts";

const CASES = Array.from({ length: 20 }, (_, position) =>
  `[[case]]
id = "case-${position}"
title = "A promise"
proves = ["S46"]
document = "{ hello }"
`).join("");

for (const [name, most] of [["local", 16], ["https://prefect.example", 4]] as const) {
  Deno.test(`runSuite() runs ${most} cases at a time on ${name}, unless told otherwise`, async () => {
    let running = 0;
    let seen = 0;
    await runTrial(suiteOf(CASES), async () => {
      seen = Math.max(seen, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      return { data: {} };
    }, { targets: [{ ...SERVER, name }] });
    assertEquals(seen, most);
  });
}
