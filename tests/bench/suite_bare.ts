/**
 * What the suite bench is measured against: a loop of `fetch` with the same three checks, and nothing else.
 *
 * @module
 */
import { flowName } from "./dataset.ts";
import { bodyOf, CASES, UUID_PATTERN } from "./suite_requests.ts";

const [url = ""] = Deno.args;
const headers = { "content-type": "application/json" };
const uuid = new RegExp(UUID_PATTERN);
let failed = 0;
for (let position = 0; position < CASES; position++) {
  const response = await fetch(url, { method: "POST", headers, body: bodyOf(position) });
  const { data } = await response.json();
  if (response.status !== 200 || data.flow[0].name !== flowName(position) || !uuid.test(data.flow[0].id)) {
    failed++;
  }
}
if (failed > 0) throw new RangeError(`Checks of ${failed} requests failed`);
