#!/usr/bin/env -S deno run --allow-net=api.prefect.io,localhost:4200,127.0.0.1:4200 --allow-env=HOME,NODE_ENV,PREFECT__* --allow-read=${HOME}/.prefect
/** Cancels flow runs that should have started long ago. */
import { EXIT, runScript, UsageError } from "../mod.ts";

interface Run {
  readonly id: string;
  readonly name: string;
  readonly scheduled_start_time: string;
  readonly flow: { readonly name: string };
}

const LATE = `query($before: timestamptz!) {
  flow_run(
    where: { state: { _eq: "Scheduled" }, scheduled_start_time: { _lt: $before } }
    order_by: { scheduled_start_time: asc }
  ) { id name scheduled_start_time flow { name } }
}`;
const CANCEL = "mutation($input: cancel_flow_run_input!) { cancel_flow_run(input: $input) { state } }";
const MINUTE = 60_000;

function parseMinutes(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new UsageError(`Cannot use "${text}" minutes: expected a whole number from 0 to 999999`);
}

await runScript<{ minutes: number; dryRun: boolean; yes: boolean }>({
  name: "cancel-late-runs",
  description: "Cancels scheduled flow runs that should have started long ago, after asking.",
  examples: ["deno task cancel-late-runs --dry-run", "scripts/cancel_late_runs.ts --minutes 120 --yes"],
  flags: {
    minutes: {
      kind: "parsed",
      parse: parseMinutes,
      default: "60",
      placeholder: "N",
      brief: "How late they are",
    },
    dryRun: { kind: "boolean", default: false, withNegated: false, brief: "List them and leave them" },
    yes: { kind: "boolean", default: false, withNegated: false, brief: "Do not ask" },
  },
  aliases: { y: "yes" },
  async run({ minutes, dryRun, yes }, { client, printer, confirm }) {
    const before = new Date(Date.now() - minutes * MINUTE).toISOString();
    const { flow_run } = await client.request<{ flow_run: Run[] }>(LATE, { before });
    const go = !dryRun && flow_run.length > 0;
    if (go && !await confirm(`Cancel ${flow_run.length} late flow runs?`, yes)) return EXIT.failed;
    for (const { id } of go ? flow_run : []) await client.request(CANCEL, { input: { flow_run_id: id } });
    const rows = flow_run.map(({ flow, ...run }) => ({ ...run, flow: flow.name, cancelled: go }));
    const columns = [{ key: "flow" }, { key: "name" }, { key: "scheduled_start_time" }, { key: "id" }];
    printer.rows(rows, columns, { none: `No run is more than ${minutes} minutes late` });
  },
});
