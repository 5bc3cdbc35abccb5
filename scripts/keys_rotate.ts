#!/usr/bin/env -S deno run --allow-net=api.prefect.io,localhost:4200,127.0.0.1:4200 --allow-env=HOME,NODE_ENV,PREFECT__* --allow-read=${HOME}/.prefect
/** Replaces an API key without a moment in which none works. */
import { EXIT, parseExpiry, requireCloud, rotateApiKey, runScript } from "../mod.ts";

await runScript<{ expire?: string; yes: boolean }>({
  name: "keys-rotate",
  description:
    "Makes a new API key in place of an old one, prints it, sees that it works, and revokes the old one.",
  examples: ["deno task keys-rotate ID", "scripts/keys_rotate.ts ID --expire 90d --yes > key.txt"],
  flags: {
    expire: {
      kind: "parsed",
      parse: String,
      optional: true,
      placeholder: "DATE|SPAN",
      brief: "When the new key expires: 2027-01-31, 90d, or never",
    },
    yes: { kind: "boolean", default: false, withNegated: false, brief: "Do not ask" },
  },
  aliases: { y: "yes" },
  positional: {
    parameter: { parse: String, placeholder: "ID", brief: "Id of the old key" },
    minimum: 1,
    maximum: 1,
  },
  async run({ expire, yes }, { client, settings, clientFor, printer, args: [id = ""], confirm }) {
    requireCloud(settings);
    // Asked before anything is made: a new key that is never installed helps nobody.
    if (!await confirm(`Replace key ${id} and revoke it once the new one works?`, yes)) return EXIT.failed;
    await rotateApiKey(client, id, {
      expiresAt: expire === undefined ? null : parseExpiry(expire, Date.now()),
      connect: clientFor,
      // Put the key where the old one is in use: both work until this returns.
      install: ({ id, key }) => printer.result(key.reveal(), { id, key: key.reveal() }),
    });
    printer.note(`Revoked ${id}`);
  },
});
