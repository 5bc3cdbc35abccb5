import { parse } from "@std/toml";
import { FixtureError } from "../core/errors.ts";
import { LineIndex } from "./line_index.ts";
import { nameHint } from "./nearest_name.ts";
import type { FixtureText } from "./read_suite.ts";
import type { Target, Verdict } from "./run_events.ts";
import type { Backend, Suite } from "./suite.ts";
import { type Place, TableReader } from "./table_reader.ts";

const ENTRY_KEYS = ["case", "backend", "reason", "link", "until"];
const DATE_REGEXP = /^\d{4}-\d{2}-\d{2}$/;

/** A deviation of a target that is known. */
export interface Expectation {
  /** Where it is written. */
  readonly place: Place;
  /** Tells whether it is about a case, or a case with a row. */
  readonly fits: (id: string) => boolean;
  /** The backend it is about; all when left out. */
  readonly backend?: Backend;
  /** Why the target deviates, with the link if there is one. */
  readonly reason: string;
  /** The last day on which it may, as an ISO date. */
  readonly until?: string;
}

/** The known deviations of a target. */
export interface Expectations {
  /** The target's name or URL. */
  readonly target: string;
  /** In the order of the file. */
  readonly entries: readonly Expectation[];
}

function glob(pattern: string): RegExp {
  const source = RegExp.escape(pattern).replaceAll("\\*", ".*").replaceAll("\\?", ".");
  return new RegExp(`^(?:${source})$`, "su");
}

function readDate(table: TableReader): string | undefined {
  const until = table.optionalString("until");
  if (until === undefined || (DATE_REGEXP.test(until) && !Number.isNaN(Date.parse(until)))) return until;
  return table.fail("until", `Date "${until}" is none: expected a day such as "2027-01-31"`);
}

function readEntry(table: TableReader, suite: Suite): Expectation {
  const pattern = table.string("case");
  const regexp = glob(pattern);
  const fits = (id: string) => regexp.test(id) || regexp.test(id.replace(/\[.*$/s, ""));
  const ids = suite.cases.flatMap((
    { name, rows },
  ) => [name, ...rows.map(({ label }) => `${name}[${label}]`)]);
  if (!ids.some(fits)) {
    const names = suite.cases.map(({ name }) => name);
    table.fail(
      "case",
      `Case "${pattern}" is expected to fail, but there is none: ${nameHint(pattern, names)}`,
    );
  }
  const [reason, link, until] = [
    table.string("reason").trim(),
    table.optionalString("link"),
    readDate(table),
  ];
  if (reason === "") table.fail("reason", 'Key "reason" is empty: say why the target deviates');
  const backend = table.optionalString("backend");
  return {
    place: table.place,
    fits,
    reason: link === undefined ? reason : `${reason}, ${link}`,
    ...(backend !== undefined && { backend }),
    ...(until !== undefined && { until }),
  };
}

/**
 * Reads the known deviations of a target.
 *
 * @param file An `expectations.toml`.
 * @param suite Has the cases.
 * @returns The target and what is expected of it.
 * @throws {FixtureError} When it is not written as `fixtures/README.md`, "Known deviations", says, or an entry fits no
 * case.
 */
export function readExpectations({ name, text }: FixtureText, suite: Suite): Expectations {
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FixtureError(`${name}:1 Read the file failed: it is no TOML, ${error.message}`, {
      cause: error,
    });
  }
  const root = new TableReader({ name, lines: new LineIndex(text) }, {
    ...{ table: parsed, path: "" },
    keys: ["target", "expectation"],
  });
  const entries = root.tables("expectation", ENTRY_KEYS).map((table) => readEntry(table, suite));
  return { target: root.string("target"), entries };
}

/**
 * Weighs a verdict by what is expected: a failure that is expected is none, a pass that was not is one, and so is a
 * failure whose time is over.
 *
 * @param verdict As the case ended.
 * @param options The expectations, the target, and `today` as an ISO date.
 * @returns The verdict that counts.
 *
 * @example A known deviation
 * ```ts
 * import { expectVerdict } from "./expectations.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const target = { name: "cloud", url: "https://api.prefect.io", backend: "cloud", writable: false };
 * const entry = { place: { file: "e.toml", line: 2 }, fits: (id: string) => id === "a", reason: "known" };
 * const verdict = {
 *   ...{ id: "a", backend: "cloud", target: "cloud", title: "A", convention: "C", proves: [], level: "must" as const },
 *   ...{ file: "f.toml", line: 1, failures: [], checks: 1, started: 0, milliseconds: 1, latencies: [] },
 * };
 * const options = { expectations: { target: "cloud", entries: [entry] }, target, today: "2026-01-01" };
 * assertEquals(expectVerdict({ ...verdict, outcome: "fail" }, options).outcome, "expected");
 * assertEquals(expectVerdict({ ...verdict, outcome: "pass" }, options).outcome, "error");
 * ```
 */
export function expectVerdict(
  verdict: Verdict,
  options: { readonly expectations: Expectations; readonly target: Target; readonly today: string },
): Verdict {
  const { expectations: { target, entries }, today } = options;
  if (target !== options.target.name && target !== options.target.url) return verdict;
  const entry = entries.find(({ fits, backend }) => {
    return fits(verdict.id) && (backend === undefined || backend === verdict.backend);
  });
  if (!entry || verdict.outcome === "skip") return verdict;
  const at = `${entry.place.file}:${entry.place.line}`;
  if (verdict.outcome === "pass") {
    const reason = `it passes, though ${at} expects it to fail (${entry.reason}): take that out`;
    return { ...verdict, level: "must", outcome: "error", reason };
  }
  if (entry.until !== undefined && entry.until < today) {
    const reason = [verdict.reason, `it was expected to fail until ${entry.until} only, see ${at}`];
    return { ...verdict, reason: reason.filter((part) => part !== undefined).join("; ") };
  }
  return { ...verdict, outcome: "expected", reason: `${entry.reason} (${at})` };
}
