import type { FlagParametersForType } from "@stricli/core";
import { SEEDS } from "../contract/explore/draw.ts";
import type { Shard } from "../contract/shard.ts";
import { UsageError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";

/** The forms of a report. */
export const REPORT_KINDS = [
  "badge",
  "github",
  "html",
  "json",
  "junit",
  "matrix",
  "ndjson",
  "summary",
  "tap",
] as const;
/** One of the {@linkcode REPORT_KINDS}. */
export type ReportKind = typeof REPORT_KINDS[number];

/** A report to write. */
export interface ReportRequest {
  /** Its form. */
  readonly kind: ReportKind;
  /** Where to; `-` for stdout. */
  readonly path: string;
}

/** The flags of `proctor contract`, parsed. */
export interface ContractFlags {
  /** `local`, `server`, `cloud` or a URL. */
  readonly target: string;
  /** Narrows `local` to one backend; for a URL, says which one answers there. */
  readonly backend?: string;
  /** A URL; the same as giving it to `target`. */
  readonly api?: string;
  /** The administrator's key at a target that wants one. */
  readonly apiKey?: Secret;
  /** Cases at a time. */
  readonly workers?: number;
  /** Requests in a second, all workers together. */
  readonly rate?: number;
  /** How many failures end the run. */
  readonly maxFailures?: number;
  /** For how many seconds to wait for an answer, to its last byte. */
  readonly timeout: number;
  /** How large the body of an answer may be. */
  readonly maxBytes: number;
  /** Where to keep requests and answers. */
  readonly record?: string;
  /** The known deviations of the target. */
  readonly expectations?: string;
  /** One of two targets or recordings to compare. */
  readonly diff?: string;
  /** The administrator's key at the other. */
  readonly diffApiKey?: Secret;
  /** The recording to judge in place of a target. */
  readonly replay?: string;
  /** For how many seconds to wait for the target to come up. */
  readonly waitFor?: number;
  /** Only cases whose id or title holds or matches this. */
  readonly grep?: string;
  /** How many documents to generate and try at each target, instead of the cases. */
  readonly explore?: number;
  /** What the generated documents are made from. */
  readonly seed?: number;
  /** Only one part of the cases. */
  readonly shard?: Shard;
  /** Only cases with one of these tags. */
  readonly tag: readonly string[];
  /** Only cases of these levels. */
  readonly level?: readonly ("must" | "should" | "may")[];
  /** Print the cases instead of running them. */
  readonly list: boolean;
  /** Print statements and their cases instead of running them. */
  readonly coverage: boolean;
  /** Files to write. */
  readonly report: readonly ReportRequest[];
  /** Only the cases that failed last time. */
  readonly failed: boolean;
  /** Run again what a change of the fixtures touches. */
  readonly watch: boolean;
  /** Allow cases that change the target. */
  readonly allowWrites: boolean;
  /** Let `should` count as `must`. */
  readonly strict: boolean;
  /** The id of a first case to write. */
  readonly new?: string;
  /** The document of that case, or `@` and a file that holds it. */
  readonly document?: string;
  /** A folder of cases, or one file, in place of the package's. */
  readonly fixtures?: string;
  /** Colours on a terminal. */
  readonly color: boolean;
  /** JSON on stdout. */
  readonly json: boolean;
}

/** Reads a number of something, from 1 on. */
function counter(what: string, maximum: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^\d{1,9}$/.test(text) && count >= 1 && count <= maximum) return count;
    throw new UsageError(`Cannot use "${text}" ${what}: expected a whole number from 1 to ${maximum}`);
  };
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (/^\d{1,10}$/.test(text) && seed < SEEDS) return seed;
  throw new UsageError(`Cannot use seed "${text}": expected a whole number from 0 to ${SEEDS - 1}`);
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (/^\d{1,5}(?:\.\d{1,3})?$/.test(text) && rate > 0) return rate;
  throw new UsageError(`Cannot use rate "${text}": expected requests in a second, such as 20 or 0.5`);
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (/^\d{1,5}(?:\.\d{1,3})?$/.test(text) && seconds > 0) return seconds;
  throw new UsageError(`Cannot use timeout "${text}": expected seconds, such as 15 or 0.5`);
}

function parseShard(text: string): Shard {
  const [index = 0, count = 0] = /^\d{1,4}\/\d{1,4}$/.test(text) ? text.split("/").map(Number) : [];
  if (index >= 1 && index <= count) return { index, count };
  throw new UsageError(`Cannot use shard "${text}": expected I/N, such as 1/4 for the first of four`);
}

function parseGrep(text: string): string {
  if (text !== "") return text;
  throw new UsageError("Cannot look for an empty text: give one, or leave the flag out");
}

function parseKey(text: string): Secret {
  if (text.trim() !== "") return new Secret(text);
  throw new UsageError("Cannot use an empty key: give one, or leave the flag out");
}

function parseReport(text: string): ReportRequest {
  const [, word, path] = /^(\w+)=(.+)$/.exec(text) ?? [];
  const kind = REPORT_KINDS.find((each) => each === word);
  if (kind !== undefined && path !== undefined) return { kind, path };
  throw new UsageError(
    `Cannot write report "${text}": expected KIND=PATH, KIND one of ${REPORT_KINDS.join(", ")}`,
  );
}

/**
 * How `proctor contract` reads its flags. Apart from the command itself, so that `--help` loads no suite.
 */
export const contractFlags: FlagParametersForType<ContractFlags> = {
  target: {
    kind: "parsed",
    parse: String,
    default: "local",
    placeholder: "TARGET",
    brief: "local (starts the server itself), server (localhost:4200), cloud, or a URL",
  },
  backend: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "server|cloud",
    proposeCompletions: (partial) => ["server", "cloud"].filter((name) => name.startsWith(partial)),
    brief: "Only this backend of local; of a URL, the backend that answers there",
  },
  api: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "URL",
    brief: "The same as --target URL",
  },
  apiKey: {
    kind: "parsed",
    parse: parseKey,
    optional: true,
    placeholder: "KEY",
    brief: "Administrator's key; better given as PREFECT__CLOUD__API_KEY",
  },
  workers: {
    kind: "parsed",
    parse: counter("workers", 999),
    optional: true,
    placeholder: "N",
    brief: "Cases at a time; 16 on local and 4 elsewhere unless given",
  },
  rate: {
    kind: "parsed",
    parse: parseRate,
    optional: true,
    placeholder: "N",
    brief: "At most N requests a second, all workers together",
  },
  maxFailures: {
    kind: "parsed",
    parse: counter("failures", 999_999),
    optional: true,
    placeholder: "N",
    brief: "Begin no other case after N failures",
  },
  timeout: {
    kind: "parsed",
    parse: parseTimeout,
    default: "15",
    placeholder: "SECONDS",
    brief: "Wait so long for the whole of an answer",
  },
  maxBytes: {
    kind: "parsed",
    parse: counter("bytes", 1_000_000_000),
    default: String(16 * 1024 * 1024),
    placeholder: "N",
    brief: "Read no answer that is larger",
  },
  record: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "DIR",
    brief: "Keep requests and answers there, without keys; what was recorded there is replaced",
  },
  diff: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "A",
    brief: "Compare the answers of A and B, targets or recordings; B is the first argument",
  },
  diffApiKey: {
    kind: "parsed",
    parse: parseKey,
    optional: true,
    placeholder: "KEY",
    brief: "Administrator's key at B; better given as PROCTOR_DIFF_API_KEY",
  },
  expectations: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "FILE",
    brief: "Known deviations of the target; expectations.toml beside the cases unless given",
  },
  replay: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "DIR",
    brief: "Judge a recording, without a network",
  },
  waitFor: {
    kind: "parsed",
    parse: counter("seconds", 86_400),
    optional: true,
    placeholder: "SECONDS",
    brief: "Wait until the target answers, so long at most",
  },
  grep: {
    kind: "parsed",
    parse: parseGrep,
    optional: true,
    placeholder: "TEXT",
    brief: "Only cases whose id or title holds this text, or matches this regular expression",
  },
  shard: {
    kind: "parsed",
    parse: parseShard,
    optional: true,
    placeholder: "I/N",
    brief: "Only the I-th of N parts; all parts together are the whole",
  },
  explore: {
    kind: "parsed",
    parse: counter("documents", 999_999),
    optional: true,
    placeholder: "N",
    brief: "Generate N documents from the target's introspection, and try laws on them in place of cases",
  },
  seed: {
    kind: "parsed",
    parse: parseSeed,
    optional: true,
    placeholder: "S",
    brief: "The seed of --explore, which prints the one it took",
  },
  tag: {
    kind: "parsed",
    parse: String,
    variadic: true,
    default: [],
    placeholder: "TAG",
    brief: "Only cases with this tag",
  },
  level: {
    kind: "enum",
    values: ["must", "should", "may"],
    variadic: true,
    optional: true,
    brief: "Only cases of this level",
  },
  list: { kind: "boolean", default: false, brief: "Print the cases and run none" },
  coverage: {
    kind: "boolean",
    default: false,
    brief: "Print each statement with the cases that prove it, and the broken servers they catch",
  },
  report: {
    kind: "parsed",
    parse: parseReport,
    variadic: true,
    default: [],
    placeholder: "KIND=PATH",
    brief: `Write a report; KIND is ${REPORT_KINDS.join(", ")}; PATH may be - for stdout`,
  },
  failed: { kind: "boolean", default: false, brief: "Only the cases that failed in the last run" },
  watch: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Stay, and run again what a change of the fixtures touches",
  },
  allowWrites: {
    kind: "boolean",
    default: false,
    brief: "Allow cases that change a target other than local",
  },
  strict: { kind: "boolean", default: false, brief: "A broken should fails the run" },
  new: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "ID",
    brief: "Write a first case to go on from, and run none",
  },
  document: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "TEXT|@FILE",
    brief: "The document of the case that --new writes",
  },
  fixtures: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "PATH",
    brief: "Your own cases, a folder or a file; without a profile.toml they use the package's setups",
  },
  color: { kind: "boolean", default: true, brief: "Colours on a terminal" },
  json: { kind: "boolean", default: false, brief: "Print the report as JSON" },
};
