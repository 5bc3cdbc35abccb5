/**
 * Lets the real Prefect client, 1.4.1 from PyPI, loose on both backends: its commands, its library, its agent, and flows
 * that the agent runs.
 *
 * `deno task interop server` or `cloud` takes one of them; `--database URL` gives the server backend an empty database, such
 * as one of `deno task postgres`.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { generateApiKey } from "../../lib/server/access/api_key.ts";
import { startServer } from "../../lib/server/http/serve.ts";
import { checkAgents } from "./agent_checks.ts";
import { Checklist } from "./checklist.ts";
import { checkCli } from "./cli_checks.ts";
import { checkStructures } from "./graphql_text.ts";
import { Place } from "./place.ts";
import { checkWithPython } from "./python_checks.ts";
import { pythonEnvironment } from "./python_environment.ts";
import { checkSavedKeys } from "./saved_key_checks.ts";
import { checkServer } from "./server_checks.ts";

async function checkCloud(list: Checklist, { bin, home }: { bin: string; home: string }): Promise<void> {
  const adminKey = generateApiKey("user");
  await using server = await startServer({ backend: "cloud", port: 0, adminKey });
  const place = new Place({ url: server.url, backend: "cloud", adminKey, bin, home });
  await checkCli(list, place);
  await checkWithPython(list, place, {
    script: "client_checks.py",
    env: { PREFECT__CLOUD__API_KEY: place.adminKey, PREFECT__CLOUD__USE_LOCAL_SECRETS: "false" },
  });
  await checkAgents(list, place);
  await checkStructures(list, place);
  await checkSavedKeys(list, place, { api: server.url });
}

const PARTS = { cloud: checkCloud, server: checkServer };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { database: { type: "string", default: ":memory:" } },
});
const { database } = values;
const bin = await pythonEnvironment();
const list = new Checklist();
for (const [name, check] of Object.entries(PARTS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const home = await Deno.makeTempDir();
  try {
    await check(list, { bin, home, database });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}
list.close();
Deno.exitCode = list.failed === 0 ? 0 : 1;
