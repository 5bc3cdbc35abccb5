#!/usr/bin/env -S deno run -P=server --v8-flags=--max-semi-space-size=4,--no-lazy
/**
 * `proctor server` as a program of its own, which `deno task server` runs. It does what `cli.ts server` does and answers
 * sooner: what is imported statically is loaded at once, and packages come out of Deno's cache of compiled code.
 *
 * @module
 */

// The first: what follows is not to see `process`.
import { showProcess } from "./lib/commands/hidden_process.ts";
import { runProctor } from "./lib/commands/app.ts";
import { openTerminal } from "./lib/commands/terminal.ts";
import "./lib/commands/server_route.ts";
import "./lib/commands/server.ts";

showProcess();
Deno.exit(await runProctor(["server", ...Deno.args], openTerminal()));
