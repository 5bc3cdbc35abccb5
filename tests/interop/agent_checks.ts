/**
 * A local agent of Prefect 1.4.1 with the key of a service account (S53, S54), given in each way that 1.4.1 reads.
 *
 * Seen in 1.4.1 and checked here: `-t`, `PREFECT__CLOUD__AGENT__AUTH_TOKEN` and `[cloud.agent] auth_token`, which the
 * older documents print (S55-S57), are gone or not read any more; `--key`, `PREFECT__CLOUD__API_KEY` and `[cloud]
 * api_key` have taken their place. A running agent whose key is revoked does not end: it logs `AuthorizationError` at
 * each poll and gets nothing; an agent that is started with such a key ends.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import type { JsonObject } from "../../lib/core/json.ts";
import { Agent } from "./agent.ts";
import type { Checklist } from "./checklist.ts";
import type { Place } from "./place.ts";
import { checkWithPython } from "./python_checks.ts";

/** The role of agents; its id is the same on every server. */
const RUNNER_ROLE = "6a1c5f0e-3f0b-4d1e-9c5b-0d8f6f7a1004";
/** How long to wait for an agent, in milliseconds: starting Python takes most of it. */
const PATIENCE = 60_000;

/** A key of a service account. */
interface AgentKey {
  readonly id: string;
  readonly text: string;
}

async function makeAgentKey(place: Place): Promise<AgentKey> {
  const { auth_info } = await place.ask("{ auth_info { tenant_id } }");
  const { tenant_id } = auth_info as JsonObject;
  const made = await place.ask(
    "mutation($input: create_service_account_input!) { create_service_account(input: $input) { id } }",
    { input: { tenant_id: tenant_id!, name: "agents", role_id: RUNNER_ROLE } },
  );
  const { id: user_id } = made.create_service_account as JsonObject;
  const { create_api_key } = await place.ask(
    "mutation($input: create_api_key_input!) { create_api_key(input: $input) { id key } }",
    { input: { user_id: user_id!, name: "agents" } },
  );
  const { id, key } = create_api_key as { id: string; key: string };
  return { id, text: key };
}

/** When the agent of a name asked for runs last; `undefined` when there is none. */
async function lastQueried(place: Place, name: string): Promise<string | undefined> {
  const query = "query($name: String!) { agent(where: { name: { _eq: $name } }) { last_queried } }";
  const { agent } = await place.ask(query, { name });
  const [row] = agent as Array<{ last_queried: string }>;
  return row?.last_queried;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!await holds()) {
    if (Date.now() > end) throw new Error(`Cannot wait any longer: expected ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function untilPolls(place: Place, name: string): Promise<void> {
  let first: string | undefined;
  await until(`agent "${name}" to register`, async () => {
    first = await lastQueried(place, name);
    return first !== undefined;
  });
  await until(`agent "${name}" to poll`, async () => (await lastQueried(place, name))! > first!);
}

async function withConfig(place: Place, toml: string, work: () => Promise<void>): Promise<void> {
  const path = join(place.home, ".prefect", "config.toml");
  await Deno.mkdir(join(place.home, ".prefect"), { recursive: true });
  await Deno.writeTextFile(path, toml);
  try {
    await work();
  } finally {
    await Deno.remove(path);
  }
}

async function checkRefusedStart(
  place: Place,
  options: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> },
  expected: string,
): Promise<void> {
  const { args = [], env = {} } = options;
  const { code, text } = await place.run("prefect", ["agent", "local", "start", ...args], { env });
  assertEquals(code === 0, false, text);
  assertStringIncludes(text, expected);
}

/** Flows that such an agent runs. */
async function checkFlows(list: Checklist, place: Place, { key }: { readonly key: AgentKey }): Promise<void> {
  const env = { PYTHONPATH: join(Deno.cwd(), "tests/interop") };
  await using _agent = new Agent(place, ["--key", key.text, "--name", "runner"], { env });
  await checkWithPython(list, place, {
    script: "cloud_flow_checks.py",
    env: { ...env, PREFECT__CLOUD__API_KEY: place.adminKey },
  });
}

/**
 * Checks local agents.
 *
 * @param list Where to note the checks.
 * @param place The server; nobody is logged in there.
 */
export async function checkAgents(list: Checklist, place: Place): Promise<void> {
  const key = await makeAgentKey(place);
  await list.check("an agent with the key in the environment registers and polls", async () => {
    await using _agent = new Agent(place, ["--name", "by-env"], {
      env: { PREFECT__CLOUD__API_KEY: key.text },
    });
    await untilPolls(place, "by-env");
  });
  await list.check("an agent with the key in config.toml registers and polls", async () => {
    await withConfig(place, `[cloud]\napi_key = "${key.text}"\n`, async () => {
      await using _agent = new Agent(place, ["--name", "by-file"]);
      await untilPolls(place, "by-file");
    });
  });
  await list.check("an agent does not read PREFECT__CLOUD__AGENT__AUTH_TOKEN any more", async () => {
    const env = { PREFECT__CLOUD__AGENT__AUTH_TOKEN: key.text };
    await checkRefusedStart(place, { env }, "You have not set an API key for authentication.");
  });
  await list.check("an agent does not read [cloud.agent] auth_token any more", async () => {
    await withConfig(place, `[cloud.agent]\nauth_token = "${key.text}"\n`, async () => {
      await checkRefusedStart(place, {}, "You have not set an API key for authentication.");
    });
  });
  await list.check("an agent does not know -t any more", async () => {
    await checkRefusedStart(place, { args: ["-t", key.text] }, "No such option '-t'");
  });
  await checkFlows(list, place, { key });
  await list.check(
    "an agent with --key registers and polls, and is refused once the key is revoked",
    async () => {
      await using agent = new Agent(place, ["--key", key.text, "--name", "by-flag"]);
      await untilPolls(place, "by-flag");
      await place.ask(
        "mutation($input: delete_api_key_input!) { delete_api_key(input: $input) { success } }",
        { input: { key_id: key.id } },
      );
      const last = await lastQueried(place, "by-flag");
      await until("AuthorizationError in what the agent writes", () => {
        return Promise.resolve(agent.text.includes("AuthorizationError"));
      });
      assertEquals(await lastQueried(place, "by-flag"), last);
    },
  );
  await list.check("an agent that starts with a revoked key ends with AuthorizationError", async () => {
    await checkRefusedStart(place, { args: ["--key", key.text] }, "AuthorizationError");
  });
}
