import type { Command, CommandContext } from "@stricli/core";
import type { ConfigFlags } from "./config.ts";
import { defineCommand } from "./define_command.ts";
import type { ExploreFlags } from "./explore.ts";
import { parsePort } from "./parse_port.ts";
import type { QueryFlags } from "./query.ts";
import { parseNamedText } from "./read_variables.ts";
import { type TargetFlags, targetFlags } from "./target_flags.ts";

/** `proctor query`. */
export const queryCommand: Command<CommandContext> = defineCommand<QueryFlags>({
  brief: "Send one GraphQL document",
  description: `Sends a GraphQL document and prints its data as JSON.

With --paginate the document takes the variables $limit and $offset; its rows are printed as they come, one JSON
value per line. --jq runs a jq program on the data, with --paginate on each row.`,
  examples: [
    "proctor query '{ flow(limit: 3) { id name } }'",
    "proctor query @runs.graphql -f state=Failed -F limit=5",
    `proctor query @set_state.graphql -F state='{"type": "Scheduled"}'`,
    "proctor query - --variables @variables.json < document.graphql",
    "proctor query 'query($limit: Int, $offset: Int) { flow(limit: $limit, offset: $offset) { name } }' \\\n" +
    "    --paginate --jq .name",
  ],
  flags: {
    ...targetFlags,
    field: {
      kind: "parsed",
      parse: parseNamedText,
      variadic: true,
      default: [],
      placeholder: "NAME=TEXT",
      brief: "A variable that is a text",
    },
    typedField: {
      kind: "parsed",
      parse: parseNamedText,
      variadic: true,
      default: [],
      placeholder: "NAME=JSON",
      brief: "A variable that is JSON; @file reads it from a file",
    },
    variables: {
      kind: "parsed",
      parse: String,
      optional: true,
      placeholder: "JSON|@FILE|-",
      brief: "All variables at once, as a JSON object",
    },
    operation: {
      kind: "parsed",
      parse: String,
      optional: true,
      placeholder: "NAME",
      brief: "Which operation of several",
    },
    paginate: { kind: "boolean", default: false, withNegated: false, brief: "Ask for page after page" },
    jq: {
      kind: "parsed",
      parse: String,
      optional: true,
      placeholder: "EXPR",
      brief: "A jq program for the data",
    },
  },
  aliases: { f: "field", F: "typedField", q: "jq" },
  positional: { parameter: { parse: String, placeholder: "DOC|@file|-", brief: "The document" }, maximum: 1 },
  load: async () => (await import("./query.ts")).runQuery,
});

/** `proctor config`. */
export const configCommand: Command<CommandContext> = defineCommand<ConfigFlags>({
  brief: "Show the settings in force",
  description:
    "Shows each setting and where it came from: flag, environment, file with its line, or default.",
  examples: ["proctor config", "proctor config --explain", "proctor config --json"],
  flags: {
    ...targetFlags,
    explain: {
      kind: "boolean",
      default: false,
      withNegated: false,
      brief: "Also show what each setting overrides",
    },
  },
  load: async () => (await import("./config.ts")).runConfig,
});

/** `proctor doctor`. */
export const doctorCommand: Command<CommandContext> = defineCommand<TargetFlags>({
  brief: "Find out what is wrong",
  description: "Examines network, clock, key, tenant and the permissions of files, and says what to do.",
  examples: ["proctor doctor", "proctor doctor --backend server", "proctor doctor --json"],
  flags: targetFlags,
  load: async () => (await import("./doctor.ts")).runDoctor,
});

/** `proctor explore`. */
export const exploreCommand: Command<CommandContext> = defineCommand<ExploreFlags>({
  brief: "Open the interactive API page",
  description:
    "Serves the interactive API page (GraphiQL) to this machine, until Ctrl-C. The key stays in this\n" +
    "process; the page works without any other network.",
  examples: ["proctor explore", "proctor explore --backend server --port 8765"],
  flags: {
    ...targetFlags,
    port: {
      kind: "parsed",
      parse: parsePort,
      default: "0",
      placeholder: "PORT",
      brief: "TCP port; 0 takes a free one",
    },
  },
  load: async () => (await import("./explore.ts")).runExplore,
});

/** `proctor completions`. */
export const completionsCommand: Command<CommandContext> = defineCommand<object>({
  brief: "Print shell completions",
  description: "Prints what a shell reads to complete command lines of proctor.",
  examples: [
    'eval "$(proctor completions bash)"        # in ~/.bashrc',
    'eval "$(proctor completions zsh)"         # in ~/.zshrc, after compinit',
    "proctor completions fish > ~/.config/fish/completions/proctor.fish",
  ],
  flags: {},
  positional: {
    parameter: {
      parse: String,
      placeholder: "bash|zsh|fish",
      brief: "The shell",
      proposeCompletions: (partial) => ["bash", "zsh", "fish"].filter((shell) => shell.startsWith(partial)),
    },
    maximum: 1,
  },
  load: async () => (await import("./completions.ts")).runCompletions,
});
