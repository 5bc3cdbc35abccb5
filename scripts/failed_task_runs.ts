#!/usr/bin/env -S deno run --allow-net=api.prefect.io,localhost:4200,127.0.0.1:4200 --allow-env=HOME,NODE_ENV,PREFECT__* --allow-read=${HOME}/.prefect
/** Lists the task runs that failed most recently. */
import { runScript, UsageError } from "../mod.ts";

interface TaskRun {
  readonly id: string;
  readonly state_timestamp: string;
  readonly state_message: string | null;
  readonly task: { readonly name: string | null };
  readonly flow_run: { readonly id: string; readonly flow: { readonly name: string } };
}

const DOCUMENT = `query($limit: Int!) {
  task_run(where: { state: { _eq: "Failed" } }, order_by: { state_timestamp: desc }, limit: $limit) {
    id
    state_timestamp
    state_message
    task { name }
    flow_run { id flow { name } }
  }
}`;

function parseLimit(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`Cannot use limit "${text}": expected a whole number from 1 to 9999`);
}

await runScript<{ limit: number }>({
  name: "failed-task-runs",
  description: "Lists the task runs that failed most recently, with their flow and what they said.",
  examples: ["deno task failed-task-runs", "scripts/failed_task_runs.ts --limit 50 --json"],
  flags: {
    limit: { kind: "parsed", parse: parseLimit, default: "5", placeholder: "N", brief: "How many at most" },
  },
  async run({ limit }, { client, printer }) {
    const { task_run } = await client.request<{ task_run: TaskRun[] }>(DOCUMENT, { limit });
    const rows = task_run.map(({ id, state_timestamp, state_message, task, flow_run }) => ({
      failed_at: state_timestamp,
      flow: flow_run.flow.name,
      task: task.name,
      message: state_message,
      flow_run_id: flow_run.id,
      task_run_id: id,
    }));
    const columns = ["failed_at", "flow", "task", "message", "flow_run_id"].map((key) => ({ key }));
    printer.rows(rows, columns, { none: "No task run has failed" });
  },
});
