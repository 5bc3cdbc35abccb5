import { Secret } from "../../core/secret.ts";
import { Redactor } from "../redactor.ts";
import type { Target } from "../run_events.ts";
import type { Backend } from "../suite.ts";
import { unescape } from "../unescape.ts";
import type { AnswerHeaders } from "../wire_answer.ts";
import type { HeardAnswer, HeardExchange, HeardScene } from "./heard.ts";
import { recordBody } from "./recorded_body.ts";
import type { RecordedAnswer, RecordedExchange, RecordedRequest, Scene } from "./recording.ts";
import { RUN_STAND_IN, standInForSecret, standInForUuid } from "./stand_ins.ts";

/** They tell of the connection and the moment, not of the answer. */
const PASSING_HEADERS = ["date", "connection", "keep-alive"];

/** The stand-in of the key of every target. */
export const KEY_STAND_IN = standInForSecret("pcu_".padEnd(40, "x"), 0);

/** What a target makes up: random UUIDs. Those of another version mean something. */
const ID_REGEXP = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** Who has an answer sorted by ids wants to see them sorted: there, stand-ins are in the order of the ids. */
const SORT_REGEXP = /\bid["\\]*\s*:\s*["\\]*(?:asc|desc)/;

type Scenes = ReadonlyMap<Target, ReadonlyMap<string, HeardScene>>;
type Named = readonly [name: string, scene: HeardScene];

function byName(scenes: ReadonlyMap<string, HeardScene>): Named[] {
  return [...scenes].sort(([a], [b]) => a < b ? -1 : 1);
}

function headerLines(headers: AnswerHeaders): string[] {
  return headers.map(([name, value]) => `${name}: ${value}`);
}

function requestText({ request: { url, headers, body } }: HeardExchange): string {
  return [url, ...headerLines(headers), body].join("\n");
}

function answerText({ answer }: HeardExchange): string {
  if ("error" in answer) return answer.error;
  return [...headerLines(answer.headers), new TextDecoder().decode(answer.body)].join("\n");
}

/** The words of a list that stand in a text, in order. */
function wordFinder(words: readonly string[]): (text: string) => string[] {
  if (words.length === 0) return () => [];
  const longestFirst = words.toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map((word) => RegExp.escape(word)).join("|"), "g");
  return (text) => text.match(pattern) ?? [];
}

/** What was sent before any answer had it is written in the fixtures: it stays, or it would not be sent again. */
function publicWords(exchanges: readonly HeardExchange[], find: (text: string) => string[]): Set<string> {
  const [sent, answered] = [new Set<string>(), new Set<string>()];
  for (const exchange of exchanges.toSorted((a, b) => a.place - b.place)) {
    for (const word of find(requestText(exchange))) if (!answered.has(word)) sent.add(word);
    for (const word of find(unescape(answerText(exchange)).text)) answered.add(word);
  }
  return sent;
}

/** The ids at one target and what stands for them: those that the run has made up, and those that the target has. */
function standInsForIds(named: readonly Named[], open: ReadonlySet<string>): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const [name, { uuids }] of named) {
    for (const [index, uuid] of uuids.entries()) ids.set(uuid, standInForUuid(name, index));
  }
  const sorted = new Set<string>();
  for (const [name, { exchanges }] of named) {
    let index = 0;
    for (const exchange of exchanges) {
      const isSorted = SORT_REGEXP.test(requestText(exchange));
      for (const id of answerText(exchange).match(ID_REGEXP) ?? []) {
        if (open.has(id)) continue;
        if (!ids.has(id)) ids.set(id, standInForUuid(`${name} answers`, index++));
        if (isSorted) sorted.add(id);
      }
    }
  }
  const inOrder = [...sorted].map((id) => ids.get(id)!).sort();
  for (const [index, id] of [...sorted].sort().entries()) ids.set(id, inOrder[index]!);
  return ids;
}

/** Gives what puts stand-ins where secrets, the run's name and ids are. All is counted by the names of the scenes. */
function scrubberOf(scenes: Scenes, { run, redactor }: { run: string; redactor: Redactor }) {
  const scrubber = new Redactor();
  for (const { key } of scenes.keys()) if (key) scrubber.add(key, KEY_STAND_IN);
  scrubber.add(new Secret(run), RUN_STAND_IN);
  const secrets = redactor.secrets.map((secret) => secret.reveal());
  const find = wordFinder(secrets);
  const named = [...scenes.values()].map(byName);
  const exchanges = named.flat().flatMap(([, scene]) => scene.exchanges);
  const open = publicWords(exchanges, (text) => [...find(text), ...text.match(ID_REGEXP) ?? []]);
  const ordered = new Set(exchanges.flatMap((exchange) => find(answerText(exchange))));
  const hidden = [...new Set([...ordered, ...secrets])].filter((secret) => !open.has(secret));
  for (const [index, secret] of hidden.entries()) {
    scrubber.add(new Secret(secret), standInForSecret(secret, index + 1));
  }
  const ids = new Map(named.flatMap((own) => [...standInsForIds(own, open)]));
  return (text: string) => scrubber.redact(text).replace(ID_REGEXP, (id) => ids.get(id) ?? id);
}

function scrubRequest(
  { method, url, headers, body }: HeardExchange["request"],
  context: Context,
): RecordedRequest {
  const { change, target } = context;
  const recorded = body === undefined ? undefined : recordBody(new TextEncoder().encode(body), change);
  return {
    method,
    path: change(url.slice(target.url.replace(/\/$/, "").length)),
    headers: headerLines(headers).map(change),
    ...(recorded && { body: recorded }),
  };
}

function scrubAnswer(answer: HeardAnswer, { change }: Context): RecordedAnswer {
  if ("error" in answer) return { error: change(answer.error) };
  const lasting = answer.headers.filter(([name]) => !PASSING_HEADERS.includes(name));
  const body = recordBody(answer.body, change);
  return { status: answer.status, headers: headerLines(lasting).map(change), ...(body && { body }) };
}

interface Context {
  readonly target: Target;
  readonly change: (text: string) => string;
}

/**
 * Takes everything out of a run that must not be written, or would be another the next time.
 *
 * @param scenes What was heard at each target, by the name of the scene.
 * @param options `run` is the run's name, `redactor` knows its secrets.
 * @returns The scenes of each backend, by name and in the order of the names.
 */
export function scrubRun(
  scenes: Scenes,
  options: { readonly run: string; readonly redactor: Redactor },
): ReadonlyMap<Backend, ReadonlyMap<string, Scene>> {
  const change = scrubberOf(scenes, options);
  return new Map([...scenes].map(([target, own]) => {
    const context = { target, change };
    const scrubbed = byName(own).map(([name, { clock, exchanges }]) => {
      const recorded = exchanges.map(({ role, request, answer }): RecordedExchange => ({
        role,
        request: scrubRequest(request, context),
        answer: scrubAnswer(answer, context),
      }));
      const read = clock !== undefined && { clock: new Date(clock).toISOString() };
      return [name, { scene: name, ...read, exchanges: recorded }] as const;
    });
    return [target.backend, new Map(scrubbed)] as const;
  }));
}
