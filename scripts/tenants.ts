#!/usr/bin/env -S deno run --allow-net=api.prefect.io,localhost:4200,127.0.0.1:4200 --allow-env=HOME,NODE_ENV,PREFECT__* --allow-read=${HOME}/.prefect
/** Lists the tenants one can work in. */
import { listTenants, runScript } from "../mod.ts";

await runScript({
  name: "tenants",
  description: "Lists the tenants you can work in.",
  examples: ["deno task tenants", "scripts/tenants.ts --backend server --json"],
  async run(_flags, { client, printer }) {
    const columns = [{ key: "name" }, { key: "slug" }, { key: "id" }];
    printer.rows(await listTenants(client), columns, { none: "There are no tenants" });
  },
});
