import { assertEquals } from "@std/assert";
import { readCost } from "../../../lib/server/store/read_cost.ts";

const LOOKS = new Map([
  ["t0", { table: "flow" }],
  ["t1", { table: "flow_run", limit: { position: 2, columns: ["flow_id", "state"] } }],
  ["t2", { table: undefined }],
]);
const LIMITED = "SEARCH t1 USING INDEX ix_flow_run_flow_id_start_time (flow_id=? AND state=?)";

const PLANS: ReadonlyArray<readonly [name: string, details: string[], cost: ReturnType<typeof readCost>]> = [
  ["a scan counts all rows", ["SCAN t0"], { tables: ["flow"], limits: [] }],
  ["a look-up counts one", ["SEARCH t0 USING INDEX sqlite_autoindex_flow_1 (id=?)"], {
    tables: [],
    limits: [],
  }],
  [
    "an index of more columns than are given counts all rows",
    ["SEARCH t0 USING INDEX sqlite_autoindex_flow_2 (tenant_id=?)"],
    { tables: ["flow"], limits: [] },
  ],
  ["rows of rows are counted once", ["CO-ROUTINE t2", LIMITED, "SCAN t2"], { tables: [], limits: [2] }],
  [
    "a limit counts nothing where all is sorted first",
    [LIMITED, "USE TEMP B-TREE FOR ORDER BY"],
    { tables: ["flow_run"], limits: [] },
  ],
  [
    "a limit counts nothing where an index finds more than is asked for",
    ["SEARCH t1 USING INDEX ix_flow_run_flow_id_start_time (flow_id=?)"],
    { tables: ["flow_run"], limits: [] },
  ],
  ["a list that the request brings has no bound", [
    "SEARCH t0 (id=?)",
    "SCAN json_each VIRTUAL TABLE INDEX 1:",
  ], undefined],
];

for (const [name, details, cost] of PLANS) {
  Deno.test(`readCost() knows: ${name}`, () => assertEquals(readCost(details, LOOKS), cost));
}
