import { buildRouteMap, type CommandContext, type RouteMap } from "@stricli/core";
import type { CreateKeyFlags, RevokeFlags, RotateKeyFlags } from "./auth_keys.ts";
import type { LoginFlags, LogoutFlags } from "./auth_login.ts";
import type { CreateServiceAccountFlags } from "./auth_service_accounts.ts";
import type { SwitchTenantsFlags } from "./auth_tenants.ts";
import type { TokenFlags } from "./auth_token.ts";
import type { CreateTokenFlags } from "./auth_tokens.ts";
import { defineCommand } from "./define_command.ts";
import {
  expireFlag,
  idFlag,
  keyFlag,
  parseKey,
  roleFlag,
  type TargetFlags,
  targetFlags,
  yesFlag,
} from "./target_flags.ts";

const nameFlag = {
  kind: "parsed",
  parse: String,
  placeholder: "NAME",
  brief: "Name, as lists show it",
} as const;
const quietFlag = {
  kind: "boolean",
  default: false,
  withNegated: false,
  brief: "Print the key alone",
} as const;

const login = defineCommand<LoginFlags>({
  brief: "Save an API key",
  description: "Tries an API key and saves it, with its tenant, where the Python client saves it too.",
  examples: [
    "proctor auth login                      # asks for the key, unseen",
    "proctor auth login --tenant acme",
    "pass show prefect | proctor auth login",
    "proctor auth login --token              # asks for a token, as Prefect used before 0.15",
  ],
  flags: {
    ...targetFlags,
    key: { ...keyFlag, brief: "The key; asked for unless given" },
    token: {
      kind: "parsed",
      parse: (text: string) => text === "" ? "ask" : parseKey(text),
      inferEmpty: true,
      optional: true,
      placeholder: "TOKEN",
      brief: "A USER token of the older generation in place of a key",
    },
  },
  aliases: { k: "key", t: "token" },
  load: async () => (await import("./auth_login.ts")).runLogin,
});

const logout = defineCommand<LogoutFlags>({
  brief: "Forget the saved API key",
  description:
    "Removes the saved key and tenant from this machine, after asking. The key itself stays valid.",
  examples: ["proctor auth logout", "proctor auth logout --yes"],
  flags: { ...targetFlags, yes: yesFlag },
  aliases: { y: "yes" },
  load: async () => (await import("./auth_login.ts")).runLogout,
});

const status = defineCommand<TargetFlags>({
  brief: "Show who you are, and by which key",
  description: "Shows the API in use, the key and where it comes from, and the tenant.",
  examples: ["proctor auth status", "proctor auth status --json"],
  flags: targetFlags,
  load: async () => (await import("./auth_status.ts")).runStatus,
});

const listTenants = defineCommand<TargetFlags>({
  brief: "List your tenants",
  description: "Lists the tenants you can work in; a star marks the one in use.",
  examples: ["proctor auth list-tenants"],
  flags: targetFlags,
  load: async () => (await import("./auth_tenants.ts")).runListTenants,
});

const switchTenants = defineCommand<SwitchTenantsFlags>({
  brief: "Choose the tenant to work in",
  description: "Saves the tenant that this and later commands work in.",
  examples: ["proctor auth switch-tenants -s acme", "proctor auth switch-tenants --default"],
  flags: {
    ...targetFlags,
    id: { ...idFlag, optional: true, brief: "Id of the tenant" },
    slug: { kind: "parsed", parse: String, optional: true, placeholder: "SLUG", brief: "Slug of the tenant" },
    default: {
      kind: "boolean",
      default: false,
      withNegated: false,
      brief: "Go back to the default tenant of the key",
    },
  },
  aliases: { i: "id", s: "slug", d: "default" },
  load: async () => (await import("./auth_tenants.ts")).runSwitchTenants,
});

const createKey = defineCommand<CreateKeyFlags>({
  brief: "Make an API key",
  description: "Makes an API key and shows it, this once.",
  examples: [
    "proctor auth create-key -n laptop",
    "proctor auth create-key -n ci -e 90d -q > key.txt",
    "proctor auth create-key -n agent --service-account agents",
  ],
  flags: {
    ...targetFlags,
    name: nameFlag,
    expire: expireFlag,
    quiet: quietFlag,
    serviceAccount: {
      kind: "parsed",
      parse: String,
      optional: true,
      placeholder: "ID|NAME",
      brief: "Whose key it is; yours unless given",
    },
  },
  aliases: { n: "name", e: "expire", q: "quiet" },
  load: async () => (await import("./auth_keys.ts")).runCreateKey,
});

const listKeys = defineCommand<TargetFlags>({
  brief: "List API keys",
  description: "Lists API keys, never their values: the API does not keep them.",
  examples: ["proctor auth list-keys", "proctor auth list-keys --json"],
  flags: targetFlags,
  load: async () => (await import("./auth_keys.ts")).runListKeys,
});

const revokeKey = defineCommand<RevokeFlags>({
  brief: "Revoke an API key",
  description: "Revokes an API key, after asking. From then on it is refused everywhere.",
  examples: ["proctor auth revoke-key -i ID", "proctor auth revoke-key -i ID --yes"],
  flags: { ...targetFlags, id: idFlag, yes: yesFlag },
  aliases: { i: "id", y: "yes" },
  load: async () => (await import("./auth_keys.ts")).runRevokeKey,
});

const rotateKey = defineCommand<RotateKeyFlags>({
  brief: "Replace an API key without a gap",
  description:
    "Makes a new key of the same owner and name, shows it, sees that it works, and then, after asking,\n" +
    "revokes the old one. Until then both work.",
  examples: ["proctor auth rotate-key -i ID", "proctor auth rotate-key -i ID -e 90d --save --yes"],
  flags: {
    ...targetFlags,
    id: { ...idFlag, brief: "Id of the old key" },
    expire: expireFlag,
    quiet: quietFlag,
    save: {
      kind: "boolean",
      default: false,
      withNegated: false,
      brief: "Save the new key as auth login does",
    },
    yes: yesFlag,
  },
  aliases: { i: "id", e: "expire", q: "quiet", y: "yes" },
  load: async () => (await import("./auth_keys.ts")).runRotateKey,
});

const createServiceAccount = defineCommand<CreateServiceAccountFlags>({
  brief: "Make a service account",
  description: "Makes an account for agents and other programs. Only administrators of the tenant can.",
  examples: [
    "proctor auth create-service-account -n agents",
    "proctor auth create-service-account -n ci --role USER",
  ],
  flags: {
    ...targetFlags,
    name: nameFlag,
    role: roleFlag,
  },
  aliases: { n: "name" },
  load: async () => (await import("./auth_service_accounts.ts")).runCreateServiceAccount,
});

const listServiceAccounts = defineCommand<TargetFlags>({
  brief: "List service accounts",
  description: "Lists the service accounts of the tenant in use.",
  examples: ["proctor auth list-service-accounts"],
  flags: targetFlags,
  load: async () => (await import("./auth_service_accounts.ts")).runListServiceAccounts,
});

const token = defineCommand<TokenFlags>({
  brief: "Print short-lived tokens for requests of your own",
  description:
    "Trades your key or USER token for an access token of the tenant and prints it, when it expires, and the\n" +
    "refresh token, after asking: these are secrets.",
  examples: ["proctor auth token", "proctor auth token --tenant acme --json --yes"],
  flags: { ...targetFlags, yes: yesFlag },
  aliases: { y: "yes" },
  load: async () => (await import("./auth_token.ts")).runToken,
});

const createToken = defineCommand<CreateTokenFlags>({
  brief: "Make a token of the older generation",
  description: "Makes an API token, as Prefect used before 0.15, and shows it, this once.",
  examples: ["proctor auth create-token -n laptop -s USER", "proctor auth create-token -n agent -s RUNNER"],
  flags: {
    ...targetFlags,
    name: nameFlag,
    scope: { kind: "enum", values: ["USER", "TENANT", "RUNNER"], brief: "What it can do" },
    expire: expireFlag,
  },
  aliases: { n: "name", s: "scope", r: "scope", e: "expire" },
  load: async () => (await import("./auth_tokens.ts")).runCreateToken,
});

const listTokens = defineCommand<TargetFlags>({
  brief: "List tokens of the older generation",
  description: "Lists API tokens, never their values.",
  examples: ["proctor auth list-tokens"],
  flags: targetFlags,
  load: async () => (await import("./auth_tokens.ts")).runListTokens,
});

const revokeToken = defineCommand<RevokeFlags>({
  brief: "Revoke a token or a key",
  description: "Revokes the API token, or the API key, of that id, after asking.",
  examples: ["proctor auth revoke-token -i ID", "proctor auth revoke-token -i ID --yes"],
  flags: { ...targetFlags, id: idFlag, yes: yesFlag },
  aliases: { i: "id", y: "yes" },
  load: async () => (await import("./auth_tokens.ts")).runRevokeToken,
});

/** `proctor auth …`, with the names and flags that `prefect auth` users know. */
export const authRoutes: RouteMap<CommandContext> = buildRouteMap({
  routes: {
    login,
    logout,
    status,
    listTenants,
    switchTenants,
    createKey,
    listKeys,
    revokeKey,
    rotateKey,
    createServiceAccount,
    listServiceAccounts,
    token,
    createToken,
    listTokens,
    revokeToken,
  },
  docs: {
    brief: "Log in, choose a tenant, administer keys",
    fullDescription: `Logs in to Prefect Cloud and administers what opens it: keys, tokens, service accounts.

EXAMPLES
  proctor auth login
  proctor auth status
  proctor auth create-key -n ci -e 90d
  proctor auth rotate-key -i ID`,
  },
});
