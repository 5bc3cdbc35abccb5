#!/usr/bin/env -S deno run --allow-net=api.prefect.io,localhost:4200,127.0.0.1:4200 --allow-env=HOME,NODE_ENV,PREFECT__* --allow-read=${HOME}/.prefect
/** Makes an API key and prints it, this once. */
import { createApiKey, parseExpiry, requireCloud, runScript } from "../mod.ts";

await runScript<{ name: string; expire?: string }>({
  name: "keys-create",
  description: "Makes an API key for yourself and prints it, this once.",
  examples: [
    "deno task keys-create --name ci --expire 90d",
    "scripts/keys_create.ts --name laptop > key.txt",
  ],
  flags: {
    name: { kind: "parsed", parse: String, placeholder: "NAME", brief: "Name, as lists show it" },
    expire: {
      kind: "parsed",
      parse: String,
      optional: true,
      placeholder: "DATE|SPAN",
      brief: "When it expires: 2027-01-31, 90d, or never",
    },
  },
  async run({ name, expire }, { client, settings, printer }) {
    requireCloud(settings);
    const expiresAt = expire === undefined ? null : parseExpiry(expire, Date.now());
    const { id, key } = await createApiKey(client, { name, expiresAt });
    printer.result(key.reveal(), { id, name, expires_at: expiresAt, key: key.reveal() });
  },
});
