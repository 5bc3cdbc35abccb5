#!/usr/bin/env -S deno run --allow-net=api.prefect.io,localhost:4200,127.0.0.1:4200 --allow-env=HOME,NODE_ENV,PREFECT__* --allow-read=${HOME}/.prefect
/** Exports flow runs as NDJSON. */
import { paginate, parseTimestamp, runScript } from "../mod.ts";

const DOCUMENT = `query($since: timestamptz!, $limit: Int, $offset: Int) {
  flow_run(where: { start_time: { _gte: $since } }, order_by: [{ start_time: asc }, { id: asc }], limit: $limit, offset: $offset) {
    id name state start_time end_time scheduled_start_time parameters labels
    flow { id name version project { name } }
  }
}`;

await runScript<{ since: string }>({
  name: "export-runs",
  description: "Exports flow runs as NDJSON, one run per line, oldest first.",
  examples: ["deno task export-runs > runs.ndjson", "scripts/export_runs.ts --since 2026-01-01 | head -3"],
  flags: {
    since: {
      kind: "parsed",
      parse: parseTimestamp,
      default: "1970-01-01",
      placeholder: "DATE",
      brief: "Only runs that started then or later",
    },
  },
  async run({ since }, { client, write }) {
    for await (const run of paginate(client, DOCUMENT, { variables: { since } })) {
      write(`${JSON.stringify(run)}\n`);
    }
  },
});
