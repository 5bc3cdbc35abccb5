import { assertEquals, assertThrows } from "@std/assert";
import { resolveSettings, type SettingsSources } from "../../lib/config/settings.ts";
import { ConfigurationError, UsageError } from "../../lib/core/errors.ts";
import { Secret } from "../../lib/core/secret.ts";

const TENANT = "07786de2-7283-434f-a9b1-600044a8afb3";
const OTHER_TENANT = "61cab648-f09d-467d-b205-3892c8d55250";

/** Every place a key may come from, highest rank first, each with a part of the sources that sets it. */
const KEY_SOURCES = [
  { source: "flag --api-key", kind: "key", set: { flag: "flag" } },
  {
    source: "environment PREFECT__CLOUD__API_KEY",
    kind: "key",
    set: { environment: { PREFECT__CLOUD__API_KEY: "env-key" } },
  },
  {
    source: "environment PREFECT__CLOUD__AUTH_TOKEN",
    kind: "token",
    set: { environment: { PREFECT__CLOUD__AUTH_TOKEN: "env-token" } },
  },
  { source: "file config.toml", kind: "key", set: { config: 'api_key = "file-key"' } },
  { source: "file config.toml", kind: "token", set: { config: 'auth_token = "file-token"' } },
  { source: "file auth.toml", kind: "key", set: { auth: "saved-key" } },
  { source: "file settings.toml", kind: "token", set: { older: "saved-token" } },
] as const;
const KEY_VALUES = ["flag", "env-key", "env-token", "file-key", "file-token", "saved-key", "saved-token"];

interface Part {
  readonly flag?: string;
  readonly environment?: Record<string, string>;
  readonly config?: string;
  readonly auth?: string;
  readonly older?: string;
}

function toSources(parts: readonly Part[]): SettingsSources {
  const config = parts.flatMap((part) => part.config ?? []);
  const auth = parts.find((part) => part.auth)?.auth;
  const older = parts.find((part) => part.older)?.older;
  const flag = parts.find((part) => part.flag)?.flag;
  return {
    ...(flag && { flags: { apiKey: new Secret(flag) } }),
    environment: Object.assign({}, ...parts.map((part) => part.environment ?? {})),
    files: { config: { path: "config.toml", text: ["[cloud]", ...config].join("\n") } },
    saved: [
      ...(auth
        ? [{ kind: "key" as const, origin: { source: "file auth.toml" }, secret: new Secret(auth) }]
        : []),
      ...(older
        ? [{ kind: "token" as const, origin: { source: "file settings.toml" }, secret: new Secret(older) }]
        : []),
    ],
  };
}

Deno.test("resolveSettings() lets the key of the highest source win, whichever of the others are set (S29-S32)", () => {
  for (let set = 1; set < 2 ** KEY_SOURCES.length; set++) {
    const chosen = KEY_SOURCES.map((_, rank) => rank).filter((rank) => set & (1 << rank));
    const parts: Part[] = chosen.map((rank) => KEY_SOURCES[rank]!.set);
    const { apiKey, credentialKind } = resolveSettings(toSources(parts));
    const { source, kind } = KEY_SOURCES[chosen[0]!]!;
    assertEquals(apiKey.value?.reveal(), KEY_VALUES[chosen[0]!], `winner among ${chosen}`);
    assertEquals([apiKey.source, credentialKind], [source, kind], `why among ${chosen}`);
    assertEquals(
      apiKey.shadowed.map(({ value }) => value?.reveal()),
      chosen.slice(1).map((rank) => KEY_VALUES[rank]),
      `chain among ${chosen}`,
    );
  }
});

const AGENT_SOURCES: readonly {
  readonly source: string;
  readonly value: string;
  readonly sources: SettingsSources;
}[] = [
  {
    source: "flag --key",
    value: "by-flag",
    sources: { environment: {}, flags: { agentKey: new Secret("by-flag") } },
  },
  {
    source: "environment PREFECT__CLOUD__AGENT__AUTH_TOKEN",
    value: "by-env",
    sources: { environment: { PREFECT__CLOUD__AGENT__AUTH_TOKEN: "by-env" } },
  },
  {
    source: "file config.toml",
    value: "by-file",
    sources: {
      environment: {},
      files: { config: { path: "config.toml", text: '[cloud.agent]\nauth_token = "by-file"' } },
    },
  },
];

Deno.test("resolveSettings() takes an agent's key from flag, then environment, then file (S55-S58)", () => {
  for (let set = 1; set < 8; set++) {
    const chosen = AGENT_SOURCES.filter((_, rank) => set & (1 << rank));
    const { agentKey } = resolveSettings(
      chosen.reduceRight((all, { sources }) => ({
        ...all,
        ...sources,
        environment: { ...all.environment, ...sources.environment },
      }), { environment: {} } as SettingsSources),
    );
    const [winner, ...others] = chosen;
    assertEquals([agentKey.value?.reveal(), agentKey.source], [winner!.value, winner!.source]);
    assertEquals(agentKey.shadowed.map(({ source }) => source), others.map(({ source }) => source));
  }
});

Deno.test("resolveSettings() speaks to Cloud by default and to the local server on its backend (S01-S03)", async (t) => {
  const cases: readonly [string, SettingsSources, string][] = [
    ["nothing", { environment: {} }, "https://api.prefect.io"],
    ["flag", { flags: { backend: "server" }, environment: {} }, "http://localhost:4200"],
    ["environment", { environment: { PREFECT__BACKEND: "server" } }, "http://localhost:4200"],
    [
      "backend.toml",
      { environment: {}, files: { backend: { path: "b", text: 'backend = "server"' } } },
      "http://localhost:4200",
    ],
    [
      "config.toml under backend.toml",
      {
        environment: {},
        files: {
          config: { path: "c", text: 'backend = "cloud"' },
          backend: { path: "b", text: 'backend = "server"' },
        },
      },
      "http://localhost:4200",
    ],
    [
      "flag over environment",
      { flags: { backend: "cloud" }, environment: { PREFECT__BACKEND: "server" } },
      "https://api.prefect.io",
    ],
    [
      "--api",
      { flags: { api: "http://x:1/" }, environment: { PREFECT__CLOUD__API: "http://y" } },
      "http://x:1",
    ],
    ["cloud.api", { environment: { PREFECT__CLOUD__API: "http://y" } }, "http://y"],
    ["cloud.endpoint", { environment: { PREFECT__CLOUD__ENDPOINT: "http://x" } }, "http://x"],
    [
      "server.host and server.port",
      {
        environment: {
          PREFECT__BACKEND: "server",
          PREFECT__SERVER__HOST: "http://h",
          PREFECT__SERVER__PORT: "9",
        },
      },
      "http://h:9",
    ],
  ];
  for (const [name, sources, api] of cases) {
    await t.step(name, () => assertEquals(resolveSettings(sources).api.value, api));
  }
});

Deno.test("resolveSettings() sends no key of Cloud to the open server (S05)", () => {
  const environment = { PREFECT__BACKEND: "server", PREFECT__CLOUD__API_KEY: "pcu_abcdefgh1234" };
  assertEquals(resolveSettings({ environment }).apiKey.value, undefined);
  const flags = { apiKey: new Secret("given") };
  assertEquals(resolveSettings({ environment, flags }).apiKey.value?.reveal(), "given");
});

Deno.test("resolveSettings() keeps a key as it was written", async (t) => {
  const cases = {
    "12345": "12345",
    "0123": "0123",
    "1e5": "1e5",
    "'abc'": "abc",
    '"77"': "77",
    "pcu_1$2": "pcu_1$2",
  };
  for (const [written, read] of Object.entries(cases)) {
    await t.step(written, () => {
      const { apiKey } = resolveSettings({ environment: { PREFECT__CLOUD__API_KEY: written } });
      assertEquals(apiKey.value?.reveal(), read);
    });
  }
});

Deno.test("resolveSettings() lets unset values fall through", async (t) => {
  const config = { path: "c", text: '[cloud]\napi_key = "below"' };
  for (const empty of ["", "None", "False", "0", "''", "[]"]) {
    await t.step(`"${empty}"`, () => {
      const { apiKey } = resolveSettings({
        environment: { PREFECT__CLOUD__API_KEY: empty },
        files: { config },
      });
      assertEquals([apiKey.value?.reveal(), apiKey.source, apiKey.line], ["below", "file c", 2]);
    });
  }
});

Deno.test("resolveSettings() takes the tenant of a saved token only with that token (S35)", () => {
  const saved = [
    { kind: "token", origin: { source: "file s" }, secret: new Secret("t"), tenantId: TENANT },
  ] as const;
  assertEquals(resolveSettings({ environment: {}, saved }).tenantId.value, TENANT);
  const environment = { PREFECT__CLOUD__API_KEY: "key" };
  assertEquals(resolveSettings({ environment, saved }).tenantId.value, undefined);
  const flags = { tenant: `{${OTHER_TENANT.toUpperCase()}}` };
  assertEquals(resolveSettings({ environment, flags, saved }).tenantId.value, OTHER_TENANT);
});

Deno.test("resolveSettings() names the source of what it cannot use", async (t) => {
  const cases: readonly [SettingsSources, typeof UsageError | typeof ConfigurationError, string][] = [
    [
      { flags: { backend: "x" }, environment: {} },
      UsageError,
      'Cannot use the backend "x" from flag --backend',
    ],
    [{ environment: { PREFECT__BACKEND: "x" } }, ConfigurationError, "environment PREFECT__BACKEND"],
    [
      { environment: {}, files: { backend: { path: "b.toml", text: '\nbackend = "x"' } } },
      ConfigurationError,
      "b.toml:2",
    ],
    [{ flags: { api: "localhost:4200" }, environment: {} }, UsageError, "expected a URL"],
    [{ flags: { tenant: "acme" }, environment: {} }, UsageError, "a UUID"],
    [{ environment: { PREFECT__CLOUD__REQUEST_TIMEOUT: "-1" } }, ConfigurationError, "seconds above 0"],
    [{ environment: { PREFECT__CLOUD__ENDPOINT: "" } }, ConfigurationError, "No API address is set"],
    [{ environment: { PREFECT__KEYS: "x" } }, ConfigurationError, 'Invalid config key "keys"'],
    [
      { environment: {}, files: { config: { path: "c.toml", text: "[cloud]\nx =" } } },
      ConfigurationError,
      "c.toml:2",
    ],
  ];
  for (const [sources, ErrorClass, message] of cases) {
    await t.step(message, () => void assertThrows(() => resolveSettings(sources), ErrorClass, message));
  }
});

Deno.test("resolveSettings() says nothing of a broken line, which may hold a key", () => {
  const text = '[cloud]\napi_key = "pcu_abcdefgh1234';
  const error = assertThrows(
    () => resolveSettings({ environment: {}, files: { config: { path: "c.toml", text } } }),
    ConfigurationError,
  );
  assertEquals(Deno.inspect(error).includes("abcdefgh"), false);
});
