#!/usr/bin/env -S deno run --allow-net=api.prefect.io,localhost:4200,127.0.0.1:4200 --allow-env=HOME,NODE_ENV,PREFECT__* --allow-read=${HOME}/.prefect
/** Revokes API keys by their ids, after asking. */
import { EXIT, requireCloud, revokeApiKey, runScript } from "../mod.ts";

await runScript<{ yes: boolean }>({
  name: "keys-revoke",
  description: "Revokes API keys by their ids, after asking. From then on they are refused everywhere.",
  examples: ["deno task keys-revoke ID", "scripts/keys_revoke.ts --yes ID ID"],
  flags: { yes: { kind: "boolean", default: false, withNegated: false, brief: "Do not ask" } },
  aliases: { y: "yes" },
  positional: { parameter: { parse: String, placeholder: "ID", brief: "Id of a key" }, minimum: 1 },
  async run({ yes }, { client, settings, printer, args, confirm }) {
    requireCloud(settings);
    for (const id of args) {
      if (!await confirm(`Revoke key ${id}?`, yes)) return EXIT.failed;
      await revokeApiKey(client, id);
      printer.result(`Revoked ${id}`, { id, revoked: true });
    }
  },
});
