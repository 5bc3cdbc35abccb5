/**
 * Lets the real Prefect client, 1.4.1 from PyPI, loose on the cloud backend: its commands, its library, its agent.
 *
 * @module
 */
import { generateApiKey } from "../../lib/server/access/api_key.ts";
import { startServer } from "../../lib/server/http/serve.ts";
import { checkAgents } from "./agent_checks.ts";
import { Checklist } from "./checklist.ts";
import { checkCli } from "./cli_checks.ts";
import { checkClient } from "./client_checks.ts";
import { checkStructures } from "./graphql_text.ts";
import { Place } from "./place.ts";
import { pythonEnvironment } from "./python_environment.ts";
import { checkSavedKeys } from "./saved_key_checks.ts";

const bin = await pythonEnvironment();
const adminKey = generateApiKey("user");
const home = await Deno.makeTempDir();
try {
  await using server = await startServer({ backend: "cloud", port: 0, adminKey });
  const place = new Place(server, { adminKey, bin, home });
  const list = new Checklist();
  await checkCli(list, place);
  await checkClient(list, place);
  await checkAgents(list, place);
  await checkStructures(list, place);
  await checkSavedKeys(list, place, { api: server.url });
  list.close();
  Deno.exitCode = list.failed === 0 ? 0 : 1;
} finally {
  await Deno.remove(home, { recursive: true });
}
