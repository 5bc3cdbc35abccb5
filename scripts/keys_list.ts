#!/usr/bin/env -S deno run --allow-net=api.prefect.io,localhost:4200,127.0.0.1:4200 --allow-env=HOME,NODE_ENV,PREFECT__* --allow-read=${HOME}/.prefect
/** Lists API keys, never their values. */
import { listApiKeys, requireCloud, runScript } from "../mod.ts";

await runScript({
  name: "keys-list",
  description: "Lists your API keys, never their values.",
  examples: ["deno task keys-list", "scripts/keys_list.ts --json"],
  async run(_flags, { client, settings, printer }) {
    requireCloud(settings);
    const columns = [{ key: "name" }, { key: "id" }, { key: "created" }, {
      key: "expires_at",
      empty: "NEVER",
    }];
    printer.rows(await listApiKeys(client), columns, { none: "You have not created any API keys" });
  },
});
