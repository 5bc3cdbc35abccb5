#!/usr/bin/env -S deno run --allow-net=api.prefect.io,localhost:4200,127.0.0.1:4200 --allow-env=HOME,NODE_ENV,PREFECT__* --allow-read=${HOME}/.prefect
/** Shows one flow run with its task runs. */
import { NotDoneError, runScript } from "../mod.ts";

interface Run {
  readonly name: string;
  readonly state: string;
  readonly start_time: string | null;
  readonly flow: { readonly name: string };
  readonly task_runs: readonly object[];
}

const DOCUMENT = `query($id: uuid!) {
  flow_run_by_pk(id: $id) {
    id name state state_message version start_time end_time parameters
    flow { name }
    task_runs(order_by: { start_time: asc }) { id name state start_time end_time task { name } }
  }
}`;

await runScript({
  name: "flow-run",
  description: "Shows one flow run, by its id, with its task runs.",
  examples: ["deno task flow-run ID", "scripts/flow_run.ts ID --json"],
  positional: {
    parameter: { parse: String, placeholder: "ID", brief: "Id of the flow run" },
    minimum: 1,
    maximum: 1,
  },
  async run({ json }, { client, printer, args: [id = ""] }) {
    const { flow_run_by_pk: run } = await client.request<{ flow_run_by_pk: Run | null }>(DOCUMENT, { id });
    if (run === null) {
      throw new NotDoneError(`Flow run "${id}" not found: see that the id and the tenant are right`);
    }
    const head = `${run.flow.name} / ${run.name}: ${run.state}, started ${run.start_time ?? "never"}`;
    printer.result(head, run);
    if (json) return;
    const columns = [{ key: "state" }, { key: "start_time" }, { key: "end_time" }, { key: "id" }];
    printer.rows(run.task_runs, columns, { none: "It has no task runs" });
  },
});
