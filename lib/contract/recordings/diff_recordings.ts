import { type JsonValue, parseJson } from "../../core/json.ts";
import type { JsonPath } from "../json_path.ts";
import type { Backend } from "../suite.ts";
import { diffJson, type Location } from "./diff_json.ts";
import { playBody } from "./recorded_body.ts";
import type { RecordedAnswer, RecordedBody, RecordedExchange, Recording, Scene } from "./recording.ts";

/** One difference between two answers. */
export interface Difference {
  /** The case, with its row. */
  readonly scene: string;
  /** On which backend. */
  readonly backend: Backend;
  /** Which request of the case, counted from 1. */
  readonly step: number;
  /** What differs: a path into the answers, or a word for what is no JSON. */
  readonly at: string;
  /** What the first has there, as JSON. */
  readonly a: string;
  /** What the second has there. */
  readonly b: string;
}

/** What comparing comes to. */
export interface Comparison {
  /** How many cases were compared. */
  readonly compared: number;
  /** In the order of the cases. */
  readonly differences: readonly Difference[];
}

type Finding = Pick<Difference, "at" | "a" | "b">;

function show(value: JsonValue | undefined): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function pathText(location: Location): string {
  return `$${
    location.map((key) => typeof key === "number" ? `[${key}]` : `[${JSON.stringify(key)}]`).join("")
  }`
    .replace(/\["([A-Za-z_]\w*)"\]/g, ".$1");
}

function jsonOf(body: RecordedBody | undefined): JsonValue | undefined {
  if (body === undefined || "base64" in body) return undefined;
  if ("json" in body) return body.json;
  try {
    return parseJson(body.text);
  } catch {
    return undefined;
  }
}

function mediaType(headers: readonly string[]): string {
  const line = headers.find((header) => /^content-type: /i.test(header)) ?? "";
  return line.slice("content-type: ".length).split(";", 1)[0]!.trim().toLowerCase();
}

function diffBodies(
  a: RecordedBody | undefined,
  b: RecordedBody | undefined,
  paths: readonly JsonPath[],
): Finding[] {
  const [left, right] = [jsonOf(a), jsonOf(b)];
  if (left === undefined || right === undefined) {
    const texts = [a, b].map((body) => new TextDecoder().decode(playBody(body)));
    return diffJson(texts[0]!, texts[1]!).map(() => ({ at: "body", a: show(texts[0]), b: show(texts[1]) }));
  }
  const passing = new Set(
    [left, right].flatMap((json) =>
      paths.flatMap((path) => path.locations(json).map((location) => JSON.stringify(location)))
    ),
  );
  const isVolatile = (location: Location) => passing.has(JSON.stringify(location));
  return diffJson(left, right, { isVolatile }).map((difference) => ({
    at: pathText(difference.location),
    a: show(difference.a),
    b: show(difference.b),
  }));
}

function diffAnswers(a: RecordedAnswer, b: RecordedAnswer, paths: readonly JsonPath[]): Finding[] {
  if ("error" in a || "error" in b) {
    const [left, right] = [a, b].map((answer) =>
      "error" in answer ? `no answer: ${answer.error}` : "an answer"
    );
    return left === right ? [] : [{ at: "answer", a: left!, b: right! }];
  }
  const [left, right] = [mediaType(a.headers), mediaType(b.headers)];
  return [
    ...(a.status === b.status ? [] : [{ at: "status", a: `${a.status}`, b: `${b.status}` }]),
    ...(left === right ? [] : [{ at: "content-type", a: show(left), b: show(right) }]),
    ...diffBodies(a.body, b.body, paths),
  ];
}

function ownAnswers(scene: Scene | undefined): readonly RecordedExchange[] {
  return (scene?.exchanges ?? []).filter(({ role }) => role === "case");
}

/**
 * Compares what two targets have answered to the cases, in meaning: {@linkcode diffJson}, statuses and media types.
 *
 * @param a One recording.
 * @param b The other.
 * @param options `scenes`: the names of the cases to compare, rows included; `volatileOf` gives the paths whose values
 * may differ.
 * @returns How many cases were compared, and where their answers differ. A case that neither was asked is left out.
 */
export function diffRecordings(
  a: Recording,
  b: Recording,
  options: {
    readonly scenes: readonly string[];
    readonly volatileOf: (scene: string) => readonly JsonPath[];
  },
): Comparison {
  const { scenes, volatileOf } = options;
  const differences: Difference[] = [];
  let compared = 0;
  const isPair = a.targets.length === 1 && b.targets.length === 1;
  for (const { backend } of a.targets) {
    const left = a.scenes.get(backend);
    const right = b.scenes.get(isPair ? b.targets[0]!.backend : backend);
    if (!right) continue;
    for (const scene of scenes) {
      const [ours, theirs] = [ownAnswers(left?.get(scene)), ownAnswers(right.get(scene))];
      const steps = Math.max(ours.length, theirs.length);
      if (steps > 0) compared++;
      for (let step = 0; step < steps; step++) {
        const [one, other] = [ours[step], theirs[step]];
        const findings = one && other
          ? diffAnswers(one.answer, other.answer, volatileOf(scene))
          : [{ at: "request", a: one ? "asked" : "not asked", b: other ? "asked" : "not asked" }];
        differences.push(...findings.map((finding) => ({ scene, backend, step: step + 1, ...finding })));
      }
    }
  }
  return { compared, differences };
}
