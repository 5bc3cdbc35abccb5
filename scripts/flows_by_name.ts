#!/usr/bin/env -S deno run --allow-net=api.prefect.io,localhost:4200,127.0.0.1:4200 --allow-env=HOME,NODE_ENV,PREFECT__* --allow-read=${HOME}/.prefect
/** Lists flows whose name matches, with the state of their latest run. */
import { runScript } from "../mod.ts";

interface Flow {
  readonly id: string;
  readonly name: string;
  readonly flow_runs: ReadonlyArray<{ readonly state: string; readonly start_time: string | null }>;
}

const DOCUMENT = `query($name: String!) {
  flow(where: { name: { _ilike: $name }, archived: { _eq: false } }, order_by: { name: asc }) {
    id
    name
    flow_runs(order_by: { start_time: desc_nulls_last }, limit: 1) { state start_time }
  }
}`;

await runScript({
  name: "flows-by-name",
  description:
    "Lists flows whose name matches a pattern, in which % stands for anything, with their latest run.",
  examples: ["deno task flows-by-name '%train'", "scripts/flows_by_name.ts 'churn%' --json"],
  positional: {
    parameter: {
      parse: String,
      placeholder: "PATTERN",
      brief: "Pattern; all flows unless given",
    },
    maximum: 1,
  },
  async run(_flags, { client, printer, args: [name = "%"] }) {
    const { flow } = await client.request<{ flow: Flow[] }>(DOCUMENT, { name });
    const rows = flow.map(({ id, name, flow_runs: [last] }) => ({
      name,
      id,
      last_state: last?.state ?? null,
      last_start: last?.start_time ?? null,
    }));
    const columns = [{ key: "name" }, { key: "id" }, { key: "last_state" }, { key: "last_start" }];
    printer.rows(rows, columns, { none: `No flow matches "${name}"` });
  },
});
