import { isJsonObject, type JsonValue } from "../core/json.ts";
import type { Answer } from "./answer.ts";
import { headerOf } from "./header_of.ts";
import { jsonPath } from "./json_path.ts";
import { type Found, type Mismatch, type Predicate, PREDICATES } from "./predicate.ts";
import { sameJson } from "./same_json.ts";
import { shorten, show } from "./show.ts";
import type { Place, TableReader } from "./table_reader.ts";
import {
  constant,
  type Lookup,
  patternTemplate,
  type Template,
  textTemplate,
  valueTemplate,
} from "./template.ts";

/** One thing that must hold of an answer. */
export interface Check {
  /** Where it stands. */
  readonly place: Place;
  /** The author's words on it. */
  readonly note?: string;
  /** The names its templates need. */
  readonly names: readonly string[];
  /** Whether it fails on an answer with nothing in it. */
  readonly demanding: boolean;
  /** @returns What does not hold; empty when all does. */
  readonly judge: (answer: Answer, lookup: Lookup) => Mismatch[];
}

const SUBJECTS = ["path", "status", "header", "body"] as const;
const ERROR_KEYS = ["code", "message", "path", "status"] as const;

/** What a `[[check]]` may hold. */
export const CHECK_KEYS: readonly string[] = [
  "ok",
  "error",
  ...SUBJECTS,
  ...Object.keys(PREDICATES),
  "by",
  "nulls",
  "note",
];

type Judge = Pick<Check, "names" | "demanding" | "judge">;
type Find = { names: readonly string[]; subject: string; find: (answer: Answer, lookup: Lookup) => Found };

function okProblem(answer: JsonValue | undefined): string | undefined {
  if (!isJsonObject(answer)) return answer === undefined ? "an answer that is not JSON" : show(answer);
  if (answer.errors !== undefined) return `errors ${show(answer.errors)}`;
  return answer.data === undefined || answer.data === null ? show(answer) : undefined;
}

/** HTTP 200, no errors, data present and not null; of a batch, every member. */
function judgeOk(answer: Answer): Mismatch[] {
  const expected = "HTTP 200 with data and no errors";
  if (answer.status !== 200) return [{ expected, got: `HTTP ${answer.status}: ${shorten(answer.text)}` }];
  const members = Array.isArray(answer.json) && answer.json.length > 0 ? answer.json : [answer.json];
  const problem = members.map(okProblem).find((found) => found !== undefined);
  return problem === undefined ? [] : [{ expected, got: problem }];
}

/**
 * The check a step has that names none.
 *
 * @param place Of the step.
 * @returns The check that an answer is HTTP 200 with data and no errors.
 */
export function okCheck(place: Place): Check {
  return { place, names: [], demanding: true, judge: judgeOk };
}

/** What an error must have; a part that nobody asked for is `undefined`. */
interface WantedError {
  readonly code: JsonValue | undefined;
  readonly message: RegExp | undefined;
  readonly path: JsonValue | undefined;
}

function isWanted(error: JsonValue, { code, message, path }: WantedError): boolean {
  if (!isJsonObject(error) || typeof error.message !== "string") return false;
  const extensions = isJsonObject(error.extensions) ? error.extensions : {};
  return (message === undefined || message.test(error.message)) &&
    (code === undefined || (extensions.code !== undefined && sameJson(extensions.code, code))) &&
    (path === undefined || (error.path !== undefined && sameJson(error.path, path)));
}

function readError(reader: TableReader): Judge {
  const given = reader.table("error", ERROR_KEYS)!;
  if (given.keys.length === 0) {
    reader.fail("error", 'Key "error" is empty: give code, message, path or status');
  }
  const part = <T>(key: string, template: () => Template<T>) =>
    given.has(key) ? given.compile(key, template) : undefined;
  const code = part("code", () => valueTemplate(given.string("code")));
  const message = part("message", () => patternTemplate(given.string("message")));
  const path = part("path", () => valueTemplate(given.json("path")));
  const status = given.has("status") ? given.size("status") : undefined;
  return {
    names: [code, message, path].flatMap((template) => template?.names ?? []),
    demanding: true,
    judge: ({ status: came, json, text }, lookup) => {
      const want = { code: code?.fill(lookup), message: message?.fill(lookup), path: path?.fill(lookup) };
      const errors = isJsonObject(json) && Array.isArray(json.errors) ? json.errors : undefined;
      const isAsWanted = status === undefined || status === came;
      if (isAsWanted && errors?.some((error) => isWanted(error, want))) return [];
      const words = Object.entries({ ...want, status }).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key} ${show(value)}`]
      );
      const got = `HTTP ${came}: ${errors ? `errors ${show(errors)}` : shorten(text)}`;
      return [{ expected: `an error with ${words.join(", ")}`, got }];
    },
  };
}

function pathSubject(path: Template<string>): Find["find"] {
  return ({ json }, lookup) => {
    const { values, singular, parent } = jsonPath(path.fill(lookup));
    if (json === undefined) return { values: [], singular, held: false };
    const found = values(json);
    const held = found.length > 0 || parent === undefined || parent.values(json).length > 0;
    return { values: found, singular, held };
  };
}

function readSubject(reader: TableReader): Find {
  const given = SUBJECTS.filter((subject) => reader.has(subject));
  const [subject] = given;
  if (subject === undefined || given.length > 1) {
    reader.fail(
      undefined,
      `Check has ${given.length} subjects: expected ok, error, or one of ${SUBJECTS.join(", ")}`,
    );
  }
  if (subject === "path") {
    const path = reader.compile("path", () => textTemplate(reader.string("path")));
    if (path.names.length === 0) reader.compile("path", () => jsonPath(path.fill(() => undefined)));
    return { names: path.names, subject: reader.string("path"), find: pathSubject(path) };
  }
  if (subject === "header") {
    const header = reader.compile("header", () => textTemplate(reader.string("header")));
    const find = ({ headers }: Answer, lookup: Lookup) => {
      const value = headerOf(headers, header.fill(lookup));
      return { values: value === undefined ? [] : [value], singular: true, held: true };
    };
    return { names: header.names, subject: `header ${reader.string("header")}`, find };
  }
  if (subject === "body" && !reader.flag("body")) reader.fail("body", 'Key "body" is false: expected true');
  const one = (value: JsonValue) => ({ values: [value], singular: true, held: true });
  if (subject === "body") return { names: [], subject: "body", find: ({ text }) => one(text) };
  return { names: [], subject: "status", find: ({ status }) => one(status) };
}

/** `status = 200` is `status = true` and `equals = 200`. */
function statusPredicate(reader: TableReader): Predicate[] {
  if (!reader.has("status") || reader.json("status") === true) return [];
  const wanted = constant(reader.size("status"));
  const judge = ({ values: [status] }: Found): Mismatch | undefined => {
    const want = wanted.fill(() => undefined);
    return status === want ? undefined : { expected: `equals ${want}`, got: show(status) };
  };
  return [{ key: "status", names: [], demanding: true, judge }];
}

/** An empty answer has a body and a status, so what only forbids, or asks for 200, holds of it. */
function isDemanding(reader: TableReader, predicates: readonly Predicate[]): boolean {
  if (reader.has("status")) return reader.json("status") !== 200;
  return predicates.some(({ key, demanding }) =>
    demanding && !(reader.has("body") && key.startsWith("not_"))
  );
}

function readSubjectCheck(reader: TableReader): Judge {
  const subject = readSubject(reader);
  const compiled = reader.keys.filter((key) => Object.hasOwn(PREDICATES, key)).map((key) => {
    return PREDICATES[key]!(reader, key);
  });
  const predicates = [...statusPredicate(reader), ...compiled];
  if (predicates.length === 0) {
    reader.fail(
      undefined,
      `Check of "${subject.subject}" has no predicate: expected one, such as equals or type`,
    );
  }
  for (const modifier of ["by", "nulls"]) {
    if (reader.has(modifier) && !reader.has("sorted")) {
      reader.fail(modifier, `Key "${modifier}" needs "sorted" beside it`);
    }
  }
  return {
    names: [...subject.names, ...predicates.flatMap((predicate) => predicate.names)],
    demanding: isDemanding(reader, predicates),
    judge: (answer, lookup) => {
      const found = subject.find(answer, lookup);
      const mismatches = predicates.map((predicate) => predicate.judge(found, lookup)).filter((each) =>
        each !== undefined
      );
      return mismatches.map((each) => ({ ...each, expected: `${subject.subject}: ${each.expected}` }));
    },
  };
}

/**
 * Reads one `[[check]]`.
 *
 * @param reader Its table.
 * @returns The check, with everything in it compiled.
 * @throws {FixtureError} When it is not written as `fixtures/README.md` says.
 */
export function readCheck(reader: TableReader): Check {
  const short = ["ok", "error"].find((key) => reader.has(key));
  const extra = reader.keys.find((key) => key !== short && key !== "note");
  if (short !== undefined && extra !== undefined) {
    reader.fail(extra, `Key "${extra}" stands beside "${short}": write two checks`);
  }
  if (short === "ok" && !reader.flag("ok")) reader.fail("ok", 'Key "ok" is false: use "error" for a refusal');
  const judge = short === "ok"
    ? okCheck(reader.place)
    : short === "error"
    ? readError(reader)
    : readSubjectCheck(reader);
  const note = reader.optionalString("note");
  return { ...judge, place: reader.place, ...(note !== undefined && { note }) };
}
