import { buildRouteMap, type CommandContext, type RouteMap } from "@stricli/core";
import type { AgentKeyFlags, ProvisionFlags, RotateAgentFlags } from "./agent_key.ts";
import { defineCommand } from "./define_command.ts";
import { expireFlag, idFlag, keyFlag, roleFlag, targetFlags, yesFlag } from "./target_flags.ts";

const accountFlag = {
  kind: "parsed",
  parse: String,
  default: "agents",
  placeholder: "NAME",
  brief: "Name of the service account",
} as const;
const agentKeyFlags = {
  ...targetFlags,
  key: { ...keyFlag, brief: "The key, as prefect agent start is given it" },
} as const;

const provision = defineCommand<ProvisionFlags>({
  brief: "Make a service account with a key",
  description: "Makes a key of the service account of that name, and the account where there is none.",
  examples: ["proctor agent-key provision --install", "proctor agent-key provision -n gpu-agents -e 90d"],
  flags: {
    ...targetFlags,
    name: accountFlag,
    role: { ...roleFlag, brief: "Role of an account that is made" },
    expire: expireFlag,
    install: {
      kind: "boolean",
      default: false,
      withNegated: false,
      brief: "Put the key into config.toml instead of showing it",
    },
  },
  aliases: { n: "name", e: "expire" },
  load: async () => (await import("./agent_key.ts")).runProvision,
});

const install = defineCommand<AgentKeyFlags>({
  brief: "Put a key into config.toml",
  description:
    "Puts a key under [cloud.agent] of config.toml, where every agent finds it. The rest of the file stays.",
  examples: [
    "proctor agent-key install          # asks for the key, unseen",
    "proctor agent-key install < key.txt",
  ],
  flags: agentKeyFlags,
  aliases: { k: "key", t: "key" },
  load: async () => (await import("./agent_key.ts")).runInstall,
});

const check = defineCommand<AgentKeyFlags>({
  brief: "See whether an agent could use its key",
  description:
    "Takes the key an agent would take (command line, then PREFECT__CLOUD__AGENT__AUTH_TOKEN, then\n" +
    "config.toml) and checks each right an agent needs. Changes nothing.",
  examples: ["proctor agent-key check", "proctor agent-key check -t KEY"],
  flags: agentKeyFlags,
  aliases: { k: "key", t: "key" },
  load: async () => (await import("./agent_key.ts")).runCheck,
});

const rotate = defineCommand<RotateAgentFlags>({
  brief: "Replace the key of agents without a gap",
  description:
    "Makes a new key of the service account, installs it in config.toml, sees that it works, and then,\n" +
    "after asking, revokes the old one.",
  examples: ["proctor agent-key rotate", "proctor agent-key rotate -n gpu-agents -i ID --yes"],
  flags: {
    ...targetFlags,
    name: accountFlag,
    id: { ...idFlag, optional: true, brief: "The old key, where the account has several" },
    expire: expireFlag,
    yes: yesFlag,
  },
  aliases: { n: "name", i: "id", e: "expire", y: "yes" },
  load: async () => (await import("./agent_key.ts")).runRotate,
});

/** `proctor agent-key …`: the key that agents use, from its making to its end. */
export const agentKeyRoutes: RouteMap<CommandContext> = buildRouteMap({
  routes: { provision, install, check, rotate },
  docs: {
    brief: "Make, install, check and rotate the key of agents",
    fullDescription: `Looks after the service account key that agents and the flow runs they deploy use.

EXAMPLES
  proctor agent-key provision --install
  proctor agent-key check
  proctor agent-key rotate`,
  },
});
