import { jsonPath } from "./json_path.ts";
import { readSetup, SETUP_KEYS } from "./read_recipe.ts";
import { readStep, STEP_KEYS } from "./read_step.ts";
import { readHeaders } from "./request_template.ts";
import type { Backend, BackendProfile, Detection, KnownTarget, Profile } from "./suite.ts";
import type { TableReader } from "./table_reader.ts";
import { textTemplate } from "./template.ts";

type BackendNames = readonly [Backend, ...Backend[]];

/** What a `profile.toml` may hold. */
export const PROFILE_KEYS: readonly string[] = [
  "title",
  "embedded",
  "key_variable",
  "backend",
  "target",
  "refusal",
  "detect",
  "greeting",
];
/** What a `[[backend]]` may hold. */
export const BACKEND_KEYS: readonly string[] = ["name", "credential"];
/** What a `[[target]]` may hold. */
export const TARGET_KEYS: readonly string[] = ["name", "url", "backend"];
/** What `[refusal]` may hold. */
export const REFUSAL_KEYS: readonly string[] = ["unauthenticated", "forbidden"];
/** What `[detect]` may hold. */
export const DETECT_KEYS: readonly string[] = [...STEP_KEYS, "answer", "answers", "otherwise"];

/** The profile of fixtures that have none: one backend, which takes a bearer key. */
export const PLAIN_PROFILE: Profile = {
  backends: [{ name: "api", credential: [["authorization", textTemplate("Bearer ${key}")]] }],
  embedded: false,
  keyVariable: undefined,
  targets: [],
  unauthenticated: { code: "UNAUTHENTICATED" },
  forbidden: { code: "FORBIDDEN" },
  greeting: [],
  detection: undefined,
};

function readBackend(table: TableReader): BackendProfile {
  return { name: table.string("name"), credential: readHeaders(table, "credential") };
}

function readTarget(table: TableReader, backends: BackendNames): KnownTarget {
  const url = table.string("url");
  if (!/^https?:/.test(url)) table.fail("url", `Address "${url}" is not allowed: expected a URL of http`);
  return { name: table.string("name"), url, backend: table.word("backend", backends) };
}

function readDetection(table: TableReader, backends: BackendNames): Detection {
  const path = table.compile("answer", () => jsonPath(table.string("answer")));
  const answers = new Map(table.strings("answers"));
  for (const backend of answers.values()) {
    if (backends.includes(backend)) continue;
    table.fail("answers", `Unknown backend "${backend}": expected ${backends.join(" or ")}`);
  }
  const otherwise = table.has("otherwise") ? table.word("otherwise", backends) : undefined;
  return { step: readStep(table), path, answers, otherwise };
}

/**
 * Reads a `profile.toml`.
 *
 * @param root The whole file.
 * @returns The profile; what the file does not say is as in {@linkcode PLAIN_PROFILE}.
 * @throws {FixtureError} When it is not written as `fixtures/README.md`, "A profile", says.
 */
export function readProfile(root: TableReader): Profile {
  const own = root.tables("backend", BACKEND_KEYS).map(readBackend);
  const backends = own.length > 0 ? own : PLAIN_PROFILE.backends;
  const names = backends.map(({ name }) => name) as [Backend, ...Backend[]];
  const refusal = root.table("refusal", REFUSAL_KEYS);
  const detect = root.table("detect", DETECT_KEYS);
  return {
    backends,
    embedded: root.flag("embedded"),
    keyVariable: root.optionalString("key_variable"),
    targets: root.tables("target", TARGET_KEYS).map((table) => readTarget(table, names)),
    unauthenticated: refusal?.has("unauthenticated")
      ? refusal.object("unauthenticated")
      : PLAIN_PROFILE.unauthenticated,
    forbidden: refusal?.has("forbidden") ? refusal.object("forbidden") : PLAIN_PROFILE.forbidden,
    greeting: root.tables("greeting", SETUP_KEYS).map((table) => readSetup(table, names)),
    detection: detect && readDetection(detect, names),
  };
}
