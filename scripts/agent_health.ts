#!/usr/bin/env -S deno run --allow-net=api.prefect.io,localhost:4200,127.0.0.1:4200 --allow-env=HOME,NODE_ENV,PREFECT__* --allow-read=${HOME}/.prefect
/** Tells which agents still ask for work. */
import { EXIT, runScript, UsageError } from "../mod.ts";

interface Agent {
  readonly id: string;
  readonly name: string | null;
  readonly type: string | null;
  readonly labels: readonly string[] | null;
  readonly last_queried: string | null;
}

const DOCUMENT =
  "query { agent(order_by: { last_queried: desc_nulls_last }) { id name type labels last_queried } }";
const MINUTE = 60_000;

function parseMinutes(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new UsageError(`Cannot use "${text}" minutes: expected a whole number from 0 to 999999`);
}

await runScript<{ minutes: number }>({
  name: "agent-health",
  description: "Lists agents and tells which still ask for work; ends with 1 when none does.",
  examples: ["deno task agent-health", "scripts/agent_health.ts --minutes 10 --json"],
  flags: {
    minutes: {
      kind: "parsed",
      parse: parseMinutes,
      default: "5",
      placeholder: "N",
      brief: "After how long an agent that does not ask is unhealthy",
    },
  },
  async run({ minutes }, { client, printer }) {
    const { agent } = await client.request<{ agent: Agent[] }>(DOCUMENT);
    const since = Date.now() - minutes * MINUTE;
    const rows = agent.map((each) => {
      const healthy = each.last_queried !== null && Date.parse(each.last_queried) >= since;
      return { ...each, health: healthy ? "healthy" : "unhealthy" };
    });
    const columns = [{ key: "health" }, { key: "name" }, { key: "type" }, { key: "last_queried" }, {
      key: "id",
    }];
    printer.rows(rows, columns, { none: "No agent has registered" });
    return rows.some(({ health }) => health === "healthy") ? EXIT.ok : EXIT.failed;
  },
});
