import { assertEquals, assertStringIncludes } from "@std/assert";
import { ADMIN_KEY, CLOUD, runTrial, suiteOf } from "./support.ts";

/** One whose setup is refused, one that nobody answers. */
const TWO = `[[case]]
id = "a"
title = "A promise"
proves = ["S46"]
needs = ["a-flow"]
document = "{ hello }"
[[case]]
id = "b"
title = "A promise"
proves = ["S46"]
document = "{ hello }"
[[setup]]
name = "a-flow"
[[setup.step]]
document = "mutation { make(name: \\"\${run}\\") }"
capture = { flow_id = "$.data.make" }
`;

Deno.test("runSuite() shows what was sent when a case broke, and what came, without keys", async () => {
  const answering = ({ query }: { query: string }) => {
    if (query.includes("mutation")) return { errors: [{ message: `not with ${ADMIN_KEY.reveal()}` }] };
    throw new TypeError("connection refused");
  };
  const { verdicts: [made, silent] } = await runTrial(suiteOf(TWO), answering, { targets: [CLOUD] });
  assertEquals([made!.outcome, silent!.outcome], ["error", "error"]);
  assertStringIncludes(made!.request!, "mutation { make(name");
  assertStringIncludes(made!.request!, `authorization: Bearer '"$PROCTOR_KEY"`);
  assertEquals(made!.answer!.body, '{"errors":[{"message":"not with $PROCTOR_KEY"}]}');
  assertStringIncludes(silent!.request!, "{ hello }");
  assertEquals(silent!.answer, undefined);
});
