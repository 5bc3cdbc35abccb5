#!/usr/bin/env -S deno run --allow-net=api.prefect.io,localhost:4200,127.0.0.1:4200 --allow-env=HOME,NODE_ENV,PREFECT__* --allow-read=${HOME}/.prefect
/** Lists API keys that expire soon. */
import { EXIT, expiringKeys, listApiKeys, requireCloud, runScript, UsageError } from "../mod.ts";

function parseDays(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new UsageError(`Cannot use "${text}" days: expected a whole number from 0 to 99999`);
}

await runScript<{ days: number }>({
  name: "keys-expiring",
  description: "Lists your API keys that expire soon, the most urgent first; ends with 1 when there are any.",
  examples: ["deno task keys-expiring", "scripts/keys_expiring.ts --days 7 --json"],
  flags: {
    days: { kind: "parsed", parse: parseDays, default: "30", placeholder: "N", brief: "What counts as soon" },
  },
  async run({ days }, { client, settings, printer }) {
    requireCloud(settings);
    const soon = expiringKeys(await listApiKeys(client), { days, now: Date.now() });
    const columns = [{ key: "days_left" }, { key: "name" }, { key: "id" }, { key: "expires_at" }];
    printer.rows(soon, columns, { none: `No key expires within ${days} days` });
    return soon.length === 0 ? EXIT.ok : EXIT.failed;
  },
});
