/** Commands of Prefect 1.4.1 against the server backend, after `server_checks.py` has filled it. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import type { JsonObject } from "../../lib/core/json.ts";
import type { Checklist } from "./checklist.ts";
import type { Place } from "./place.ts";

/** Checks that a command ends well and writes what is expected. */
interface Check {
  readonly args: readonly string[];
  readonly expected: RegExp;
  readonly input?: string;
}

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const FLOWS = join(Deno.cwd(), "tests/interop/flows.py");

async function flowId(place: Place, name: string): Promise<string> {
  const query =
    "query($name: String!) { flow(where: { name: { _eq: $name }, archived: { _eq: false } }) { id } }";
  const { flow } = await place.ask(query, { name });
  return (flow as JsonObject[])[0]!.id as string;
}

async function readingChecks(place: Place): Promise<readonly Check[]> {
  const failing = await flowId(place, "failing");
  return [
    { args: ["get", "projects"], expected: /^Interop +\d+ /m },
    {
      args: ["get", "flows", "--project", "Interop"],
      expected: new RegExp(`^mapped +1 .*${UUID} +Interop`, "m"),
    },
    {
      args: ["get", "flows", "--name", "versions", "--all-versions"],
      expected: /^versions +3 [^]*^versions +2 [^]*^versions +1 /m,
    },
    {
      args: ["get", "flow-runs", "--flow", "mapped", "--project", "Interop"],
      expected: /^four +mapped +Success/m,
    },
    { args: ["get", "flow-runs", "--started"], expected: /Success|Failed/ },
    { args: ["get", "tasks", "--flow-name", "mapped", "--project", "Interop"], expected: /^total +mapped/m },
    { args: ["get", "logs", "--name", "four"], expected: /Counting to 4/ },
    { args: ["get", "logs", "--name", "four", "--info"], expected: /^/ },
    { args: ["describe", "flows", "--name", "mapped", "--project", "Interop"], expected: /"name": "mapped"/ },
    { args: ["describe", "flows", "--name", "mapped", "--output", "yaml"], expected: /name: mapped/ },
    { args: ["describe", "tasks", "--name", "mapped"], expected: /"slug": "total-1"/ },
    {
      args: ["describe", "flow-runs", "--name", "four", "--flow-name", "mapped"],
      expected: /"type": "Success"/,
    },
    { args: ["run", "--id", failing, "--watch"], expected: /(?:FAILED|Failed|failed)/ },
  ];
}

function writingChecks(): readonly Check[] {
  return [
    {
      args: ["server", "create-tenant", "--name", "Third", "--slug", "third"],
      expected: new RegExp(`Tenant created with ID: ${UUID}`),
    },
    {
      args: ["create", "project", "ByHand", "--description", "made by a command"],
      expected: /ByHand created/,
    },
    { args: ["create", "project", "ByHand", "--skip-if-exists"], expected: /already exists|created/ },
    { args: ["build", "--path", FLOWS, "--name", "retrying", "--output", "flows.json"], expected: /1 built/ },
    { args: ["register", "--project", "ByHand", "--json", "flows.json"], expected: /1 registered/ },
    { args: ["register", "--project", "ByHand", "--json", "flows.json"], expected: /1 skipped/ },
    {
      args: ["register", "--project", "ByHand", "--path", FLOWS, "--name", "failing"],
      expected: /1 registered/,
    },
    { args: ["run", "--name", "retrying", "--project", "ByHand", "--watch"], expected: /Success/ },
    { args: ["run", "--name", "retrying", "--project", "ByHand", "--execute"], expected: /Success/ },
    { args: ["delete", "project", "ByHand"], expected: /ByHand deleted/ },
  ];
}

async function checkHeartbeat(place: Place): Promise<void> {
  const { flow_run } = await place.ask('{ flow_run(where: { name: { _eq: "named" } }) { id heartbeat } }');
  const [run] = flow_run as JsonObject[];
  const { code, text } = await place.run("prefect", [
    "heartbeat",
    "flow-run",
    "-i",
    String(run!.id),
    "--num",
    "1",
  ]);
  assertEquals(code, 0, text);
  const after = await place.ask("query($id: uuid!) { flow_run_by_pk(id: $id) { heartbeat } }", {
    id: run!.id!,
  });
  const { heartbeat } = after.flow_run_by_pk as JsonObject;
  assertMatch(String(heartbeat), /^\d{4}-/);
}

/**
 * Checks the commands.
 *
 * @param list Where to note the checks.
 * @param place The server.
 */
export async function checkServerCli(list: Checklist, place: Place): Promise<void> {
  for (const { args, expected, input = "" } of [...await readingChecks(place), ...writingChecks()]) {
    const shown = args.map((arg) => arg.startsWith("/") ? arg.slice(arg.lastIndexOf("/") + 1) : arg).join(
      " ",
    );
    await list.check(`prefect ${shown}`, async () => {
      const { code, text } = await place.run("prefect", args, { input });
      assertMatch(text, expected);
      if (!args.includes("--watch")) assertEquals(code, 0, text);
    });
  }
  await list.check("prefect heartbeat flow-run", () => checkHeartbeat(place));
  await list.check("prefect kv is refused, as it is Cloud's", async () => {
    const { code, text } = await place.run("prefect", ["kv", "list"]);
    assertEquals(code === 0, false);
    assertStringIncludes(text, "Prefect Cloud");
  });
}
