import { isJsonObject, type JsonValue } from "../core/json.ts";
import { byInstant, byNumber, byText } from "./order.ts";
import { sameJson } from "./same_json.ts";
import { show } from "./show.ts";
import type { TableReader } from "./table_reader.ts";
import {
  constant,
  jsonTemplate,
  type Lookup,
  patternTemplate,
  type Template,
  valueTemplate,
} from "./template.ts";
import { isOfType, VALUE_TYPES, type ValueType } from "./value_type.ts";

/** What the subject of a check found in an answer. */
export interface Found {
  /** The values, in the order of the answer. */
  readonly values: readonly JsonValue[];
  /** Whether the subject can find one value at most. */
  readonly singular: boolean;
  /** Whether what would hold the value is there: without it `absent` would hold of any rubbish. */
  readonly held: boolean;
}

/** Why a predicate does not hold. */
export interface Mismatch {
  /** What would have held. */
  readonly expected: string;
  /** What came. */
  readonly got: string;
  /** Both in full, when whole values were compared and one of them is more than a word. */
  readonly compared?: { readonly expected: JsonValue; readonly got: JsonValue };
}

/** One predicate of a check, compiled. */
export interface Predicate {
  /** Its key in the fixture. */
  readonly key: string;
  /** The names its templates need. */
  readonly names: readonly string[];
  /** Whether it fails when its subject finds nothing. */
  readonly demanding: boolean;
  /** Gives the mismatch, or `undefined` when the predicate holds. */
  readonly judge: (found: Found, lookup: Lookup) => Mismatch | undefined;
}

type Read<T> = (reader: TableReader, key: string) => T;
type Values = readonly JsonValue[];

const NOTHING = "nothing";
const LONGEST_WORD = 60;

/** What a mismatch of two whole values is shown with beside one line of each. */
function comparison(expected: unknown, got: JsonValue | undefined): Pick<Mismatch, "compared"> {
  const isLarge = (value: unknown) =>
    typeof value === "string" ? value.length > LONGEST_WORD : isContainer(value as JsonValue);
  if (got === undefined || !(isLarge(expected) || isLarge(got))) return {};
  return { compared: { expected: expected as JsonValue, got } };
}

/** A predicate on each value: `read` gives what the fixture wants, `holds` compares. */
function onEach<T>(
  words: string,
  { read, holds, whole = false }: {
    read: Read<Template<T>>;
    holds: (value: JsonValue, wanted: T) => boolean;
    /** Whether the wanted value is all that may come. */
    whole?: boolean;
  },
): Read<Predicate> {
  return (reader, key) => {
    const wanted = reader.compile(key, () => read(reader, key));
    return {
      key,
      names: wanted.names,
      demanding: true,
      judge: ({ values }, lookup) => {
        const want = wanted.fill(lookup);
        const index = values.findIndex((value) => !holds(value, want));
        if (index < 0 && values.length > 0) return undefined;
        const which = values.length > 1 ? `, value ${index + 1} of ${values.length}` : "";
        return {
          expected: `${words} ${show(want)}`,
          got: index < 0 ? NOTHING : `${show(values[index])}${which}`,
          ...(whole && comparison(want, values[index])),
        };
      },
    };
  };
}

/** A predicate on the list: the elements of the array a singular path found, or else all values. */
function onList<T>(
  words: (wanted: T) => string,
  options: {
    read: Read<Template<T>>;
    holds: (list: Values, wanted: T) => boolean;
    hollow?: (wanted: T) => boolean;
    whole?: boolean;
  },
): Read<Predicate> {
  return (reader, key) => {
    const wanted = reader.compile(key, () => options.read(reader, key));
    return {
      key,
      names: wanted.names,
      demanding: !(options.hollow && options.hollow(wanted.fill(() => null))),
      judge: ({ values, singular, held }, lookup) => {
        const want = wanted.fill(lookup);
        const list = singular ? values[0] : values;
        if (held && Array.isArray(list) && options.holds(list, want)) return undefined;
        const length = Array.isArray(list) ? `${list.length}: ` : "";
        return {
          expected: words(want),
          got: values.length === 0 ? NOTHING : `${length}${show(list)}`,
          ...(options.whole && comparison(want, values.length === 0 ? undefined : list as JsonValue)),
        };
      },
    };
  };
}

function value(reader: TableReader, key: string): Template<JsonValue> {
  return valueTemplate(reader.json(key));
}

function array(reader: TableReader, key: string): Template<JsonValue> {
  if (!Array.isArray(reader.json(key))) {
    reader.fail(key, `Key "${key}" is no array: expected the list of all values`);
  }
  return value(reader, key);
}

function size(reader: TableReader, key: string): Template<number> {
  return constant(reader.size(key));
}

function types(reader: TableReader, key: string): Template<readonly ValueType[]> {
  if (Array.isArray(reader.json(key))) return constant(reader.words<ValueType>(key, { known: VALUE_TYPES }));
  return constant([reader.word<ValueType>(key, VALUE_TYPES as [ValueType, ...ValueType[]])]);
}

function on(reader: TableReader, key: string): Template<true> {
  if (!reader.flag(key)) reader.fail(key, `Key "${key}" is false: leave it out, or use its opposite`);
  return constant(true);
}

function json(reader: TableReader, key: string): Template<JsonValue> {
  return jsonTemplate(reader.string(key));
}

function pattern(reader: TableReader, key: string): Template<RegExp> {
  return patternTemplate(reader.string(key));
}

function contains(whole: JsonValue, part: JsonValue): boolean {
  if (typeof whole === "string") return typeof part === "string" && part !== "" && whole.includes(part);
  if (Array.isArray(whole)) return whole.some((element) => sameJson(element, part));
  return isJsonObject(whole) && typeof part === "string" && Object.hasOwn(whole, part);
}

function isContainer(whole: JsonValue): boolean {
  return typeof whole === "string" || Array.isArray(whole) || isJsonObject(whole);
}

interface Sorting {
  readonly direction: "asc" | "desc";
  readonly by: "text" | "number" | "instant";
  readonly nulls: "first" | "last" | undefined;
}

const ORDERS = { text: byText, number: byNumber, instant: byInstant } as const;

function sorting(reader: TableReader, key: string): Template<Sorting> {
  return constant({
    direction: reader.word(key, ["asc", "desc"]),
    by: reader.word("by", ["text", "number", "instant"]),
    nulls: reader.has("nulls") ? reader.word<"first" | "last">("nulls", ["first", "last"]) : undefined,
  });
}

function isSorted(list: Values, { direction, by, nulls }: Sorting): boolean {
  return list.length > 1 && list.every((element, index) => {
    if (index === 0) return true;
    const before = list[index - 1]!;
    if (nulls === "first" && before === null) return true;
    if (nulls === "last" && element === null) return true;
    const order = ORDERS[by](before, element);
    return direction === "asc" ? order <= 0 : order >= 0;
  });
}

function isEmpty(wanted: JsonValue): boolean {
  return Array.isArray(wanted) && wanted.length === 0;
}

function isUnique(list: Values): boolean {
  return list.length > 1 &&
    list.every((one, index) => !list.slice(0, index).some((other) => sameJson(other, one)));
}

/** All predicates by their key in a fixture; what each means is in `fixtures/README.md`, "A check". */
export const PREDICATES: Readonly<Record<string, Read<Predicate>>> = {
  equals: onEach("equals", { read: value, holds: sameJson, whole: true }),
  equals_json: onEach("equals", { read: json, holds: sameJson, whole: true }),
  not_equals: onEach("anything but", { read: value, holds: (got, want) => !sameJson(got, want) }),
  not_equals_json: onEach("anything but", { read: json, holds: (got, want) => !sameJson(got, want) }),
  one_of: onEach("one of", { read: array, holds: (got, want) => contains(want, got) }),
  matches: onEach("text that matches", {
    read: pattern,
    holds: (got, want) => typeof got === "string" && want.test(got),
  }),
  not_matches: onEach("text without a match of", {
    read: pattern,
    holds: (got, want) => typeof got === "string" && !want.test(got),
  }),
  contains: onEach("something that contains", { read: value, holds: contains }),
  not_contains: onEach("something without", {
    read: value,
    holds: (got, want) => isContainer(got) && !contains(got, want),
  }),
  type: onEach("type", { read: types, holds: isOfType }),
  same_instant: onEach("the moment", { read: value, holds: (got, want) => byInstant(got, want) === 0 }),
  before: onEach("a moment before", { read: value, holds: (got, want) => byInstant(got, want) < 0 }),
  after: onEach("a moment after", { read: value, holds: (got, want) => byInstant(got, want) > 0 }),
  at_least: onEach("a number of at least", { read: value, holds: (got, want) => byNumber(got, want) >= 0 }),
  at_most: onEach("a number of at most", { read: value, holds: (got, want) => byNumber(got, want) <= 0 }),
  keys: onEach("an object with the keys", {
    read: array,
    holds: (got, want) => isJsonObject(got) && sameJson(Object.keys(got), want),
  }),
  every: onList((want) => `one value or more, every one ${want.join(" or ")}`, {
    read: types,
    holds: (list, want) => list.length > 0 && list.every((element) => isOfType(element, want)),
  }),
  values: onList((want) => `values ${show(want)}`, {
    read: array,
    holds: (list, want) => sameJson([...list], want),
    hollow: isEmpty,
    whole: true,
  }),
  values_json: onList((want) => `values ${show(want)}`, {
    read: json,
    holds: (list, want) => sameJson([...list], want),
    hollow: isEmpty,
    whole: true,
  }),
  count: onList((want) => `${want} values`, {
    read: size,
    holds: (list, want) => list.length === want,
    hollow: (want) => want === 0,
  }),
  min_count: onList((want) => `at least ${want} values`, {
    read: size,
    holds: (list, want) => list.length >= want,
    hollow: (want) => want === 0,
  }),
  max_count: onList((want) => `at most ${want} values`, {
    read: size,
    holds: (list, want) => list.length <= want,
    hollow: () => true,
  }),
  sorted: onList((want) => `two values or more, sorted ${want.direction} by ${want.by}`, {
    read: sorting,
    holds: isSorted,
  }),
  unique: onList(() => "two values or more, no two equal", { read: on, holds: isUnique }),
  exists: onEach("a value, given", { read: on, holds: () => true }),
  absent: (reader, key) => {
    on(reader, key);
    const judge = ({ values, held }: Found): Mismatch | undefined => {
      if (held && values.length === 0) return undefined;
      return {
        expected: "no value, in an answer that could hold one",
        got: held ? show(values[0]) : NOTHING,
      };
    };
    return { key, names: [], demanding: false, judge };
  },
};
