#!/usr/bin/env -S deno run -P=contract
/**
 * The `proctor` command: `proctor server`, `proctor contract`, `proctor --help`.
 *
 * @module
 */

import { runProctor } from "./lib/commands/app.ts";
import { openTerminal } from "./lib/commands/terminal.ts";

if (import.meta.main) Deno.exit(await runProctor(Deno.args, openTerminal()));
