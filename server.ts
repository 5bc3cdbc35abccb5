#!/usr/bin/env -S deno run -P=server --v8-flags=--min-semi-space-size=4,--max-semi-space-size=4,--no-lazy
/**
 * `proctor server` as a program of its own, which `deno task server` runs. It does what `cli.ts server` does and answers
 * sooner: what is imported statically is loaded at once, and packages come out of Deno's cache of compiled code.
 *
 * @module
 */

// The first: what follows is not to see `process`.
import { showProcess } from "./lib/commands/hidden_process.ts";
import { makeApplication, runApplication } from "./lib/commands/application.ts";
import { runServerCommand } from "./lib/commands/server.ts";
import { makeServerCommand, withServerEnvironment } from "./lib/commands/server_route.ts";
import { openTerminal } from "./lib/commands/terminal.ts";

showProcess();
const command = makeServerCommand(() => Promise.resolve(runServerCommand));
const application = makeApplication(command, { name: "proctor server" });
Deno.exit(
  await runApplication(application, withServerEnvironment(Deno.args), { terminal: openTerminal() }),
);
