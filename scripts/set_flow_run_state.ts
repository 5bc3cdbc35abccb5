#!/usr/bin/env -S deno run --allow-net=api.prefect.io,localhost:4200,127.0.0.1:4200 --allow-env=HOME,NODE_ENV,PREFECT__* --allow-read=${HOME}/.prefect
/** Sets the state of a flow run. */
import { EXIT, NotDoneError, runScript } from "../mod.ts";

const VERSION = "query($id: uuid!) { flow_run_by_pk(id: $id) { version } }";
const SET = `mutation($input: set_flow_run_states_input!) {
  set_flow_run_states(input: $input) { states { id status message } }
}`;

await runScript<{ message?: string; yes: boolean }>({
  name: "set-flow-run-state",
  description: "Sets the state of a flow run, after asking.",
  examples: [
    "deno task set-flow-run-state ID Scheduled",
    "scripts/set_flow_run_state.ts ID Failed --message 'stopped by hand' --yes",
  ],
  flags: {
    message: {
      kind: "parsed",
      parse: String,
      optional: true,
      placeholder: "TEXT",
      brief: "What the state says",
    },
    yes: { kind: "boolean", default: false, withNegated: false, brief: "Do not ask" },
  },
  aliases: { m: "message", y: "yes" },
  positional: {
    parameter: { parse: String, placeholder: "ID STATE", brief: "Id of the flow run, then the state" },
    minimum: 2,
    maximum: 2,
  },
  async run({ message, yes }, { client, printer, args: [id = "", type = ""], confirm }) {
    const { flow_run_by_pk: run } = await client.request<{ flow_run_by_pk: { version: number } | null }>(
      VERSION,
      {
        id,
      },
    );
    if (run === null) {
      throw new NotDoneError(`Flow run "${id}" not found: see that the id and the tenant are right`);
    }
    if (!await confirm(`Set flow run ${id} to ${type}?`, yes)) return EXIT.failed;
    const state = { type, ...(message !== undefined && { message }) };
    const input = { states: [{ flow_run_id: id, version: run.version, state }] };
    const { set_flow_run_states: { states: [set] } } = await client.request<
      { set_flow_run_states: { states: [{ id: string; status: string }] } }
    >(SET, { input });
    printer.result(`${id} is ${type}`, { ...set, state: type });
  },
});
