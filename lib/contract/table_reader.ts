import { FixtureError } from "../core/errors.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import type { LineIndex } from "./line_index.ts";
import { nameHint } from "./nearest_name.ts";

/** A position in a fixture file. */
export interface Place {
  /** The file as the user named it. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A fixture file that was parsed: what a {@linkcode TableReader} needs to name places in it. */
export interface SourceFile {
  /** The file as the user named it. */
  readonly name: string;
  /** The lines of its tables and keys. */
  readonly lines: LineIndex;
}

type Table = Record<string, unknown>;

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function article(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}

/** What a TOML value is, in words. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (value instanceof Date) return "date";
  return typeof value === "object" ? "table" : typeof value;
}

/**
 * Reads one table of a fixture file, key by key, and refuses what does not belong there with `file:line`.
 */
export class TableReader {
  readonly #source: SourceFile;
  readonly #table: Table;
  readonly #path: string;

  /**
   * @param source The file.
   * @param options `table` as parsed; `path` to it, such as `case[3]`; `keys` it may hold, anything else is refused.
   * @throws {FixtureError} When the table holds an unknown key.
   */
  constructor(source: SourceFile, options: { table: unknown; path: string; keys?: readonly string[] }) {
    this.#source = source;
    this.#path = options.path;
    this.#table = {};
    if (!isTable(options.table)) this.fail(undefined, `Read "${options.path}" failed: expected a table`);
    this.#table = options.table;
    if (options.keys) this.only(options.keys);
  }

  /**
   * Refuses unknown keys.
   *
   * @param keys All that the table may hold.
   * @returns The reader itself.
   * @throws {FixtureError} When the table holds another.
   */
  only(keys: readonly string[]): this {
    const stray = this.keys.find((key) => !keys.includes(key));
    if (stray !== undefined) this.fail(stray, `Unknown key "${stray}": ${nameHint(stray, keys)}`);
    return this;
  }

  /** Where the table begins. */
  get place(): Place {
    return this.placeOf(undefined);
  }

  /** The keys in the table, as written. */
  get keys(): readonly string[] {
    return Object.keys(this.#table);
  }

  /**
   * Where a key stands.
   *
   * @param key A key of this table; `undefined` for the table itself.
   * @returns The file and the line of the key, or of the table around it.
   */
  placeOf(key: string | undefined): Place {
    const path = key === undefined ? this.#path : this.#path === "" ? key : `${this.#path}.${key}`;
    return { file: this.#source.name, line: this.#source.lines.lineOf(path) };
  }

  /**
   * Ends the reading of this table.
   *
   * @param key The key at fault; `undefined` for the table itself.
   * @param message In the grammar of errors, without the place.
   * @throws {FixtureError} Always.
   */
  fail(key: string | undefined, message: string): never {
    const { file, line } = this.placeOf(key);
    throw new FixtureError(`${file}:${line} ${message}`);
  }

  /**
   * Runs a compiler on a key's value so that its refusal names the place.
   *
   * @param key The key whose value is compiled.
   * @param compile Gives the compiled value; throws `SyntaxError` for a bad one.
   * @returns What `compile` returns.
   * @throws {FixtureError} When it throws `SyntaxError`.
   */
  compile<T>(key: string, compile: () => T): T {
    try {
      return compile();
    } catch (error) {
      if (error instanceof SyntaxError) this.fail(key, `Read "${key}" failed: ${error.message}`);
      throw error;
    }
  }

  /**
   * Tells whether the key is there.
   *
   * @param key Any key.
   * @returns `true` when it is.
   */
  has(key: string): boolean {
    return Object.hasOwn(this.#table, key);
  }

  /**
   * A text that must be there.
   *
   * @param key The key.
   * @returns Its value.
   * @throws {FixtureError} When it is missing or not text.
   */
  string(key: string): string {
    return this.optionalString(key) ?? this.fail(undefined, `Key "${key}" is missing: expected a string`);
  }

  /**
   * A text that may be there.
   *
   * @param key The key.
   * @returns Its value, or `undefined`.
   * @throws {FixtureError} When it is not text.
   */
  optionalString(key: string): string | undefined {
    const value = this.#table[key];
    if (value === undefined || typeof value === "string") return value;
    return this.#mistyped(key, "a string");
  }

  /**
   * A switch.
   *
   * @param key The key.
   * @returns Its value; `false` when it is not there.
   * @throws {FixtureError} When it is not a boolean.
   */
  flag(key: string): boolean {
    const value = this.#table[key] ?? false;
    return typeof value === "boolean" ? value : this.#mistyped(key, "true or false");
  }

  /**
   * A whole number that is not negative.
   *
   * @param key The key.
   * @returns Its value.
   * @throws {FixtureError} When it is anything else.
   */
  size(key: string): number {
    const value = this.#table[key];
    return Number.isInteger(value) && Number(value) >= 0
      ? Number(value)
      : this.#mistyped(key, "a whole number");
  }

  /**
   * A list of words.
   *
   * @param key The key.
   * @param options `known` are the only words allowed; `otherwise` is the list when the key is not there.
   * @returns The words.
   * @throws {FixtureError} When it is not a list of strings, or holds an unknown word.
   */
  words<T extends string = string>(
    key: string,
    options: { known?: readonly T[]; otherwise?: readonly T[] } = {},
  ): readonly T[] {
    const value = this.#table[key];
    if (value === undefined) return options.otherwise ?? [];
    if (!Array.isArray(value)) return this.#mistyped(key, "an array of strings");
    return value.map((word: unknown) => {
      if (typeof word !== "string") return this.#mistyped(key, "an array of strings");
      return this.#known(key, word, options);
    });
  }

  /**
   * One of some words.
   *
   * @param key The key.
   * @param known The words allowed; the first is the default.
   * @returns The word.
   * @throws {FixtureError} When it is another.
   */
  word<T extends string>(key: string, known: readonly [T, ...T[]]): T {
    const word = this.optionalString(key);
    return word === undefined ? known[0] : this.#known(key, word, { known });
  }

  /**
   * Any value, as JSON.
   *
   * @param key The key.
   * @returns The value.
   * @throws {FixtureError} When it holds a TOML date or a number JSON cannot hold.
   */
  json(key: string): JsonValue {
    return this.#toJson(key, this.#table[key]);
  }

  /**
   * A table of values.
   *
   * @param key The key.
   * @returns Its value; empty when it is not there.
   * @throws {FixtureError} When it is not a table.
   */
  object(key: string): JsonObject {
    const value = this.#table[key] ?? {};
    return isTable(value) ? this.#toJson(key, value) as JsonObject : this.#mistyped(key, "a table");
  }

  /**
   * A table of texts.
   *
   * @param key The key.
   * @returns Names and texts; empty when it is not there.
   * @throws {FixtureError} When it is not a table of strings.
   */
  strings(key: string): [string, string][] {
    return Object.entries(this.object(key)).map(([name, value]) => {
      return typeof value === "string" ? [name, value] : this.#mistyped(key, "a table of strings");
    });
  }

  /**
   * A list of tables.
   *
   * @param key The key.
   * @param keys What each may hold; anything when left out.
   * @returns A reader for each.
   * @throws {FixtureError} When it is not a list of tables, or one holds an unknown key.
   */
  tables(key: string, keys?: readonly string[]): TableReader[] {
    const value = this.#table[key] ?? [];
    if (!Array.isArray(value)) return this.#mistyped(key, "an array of tables");
    const path = this.#path === "" ? key : `${this.#path}.${key}`;
    return value.map((table: unknown, index) =>
      new TableReader(this.#source, { table, path: `${path}[${index}]`, ...(keys && { keys }) })
    );
  }

  /**
   * A table inside this one.
   *
   * @param key The key.
   * @param keys What it may hold.
   * @returns Its reader, or `undefined` when it is not there.
   * @throws {FixtureError} When it is not a table, or holds an unknown key.
   */
  table(key: string, keys: readonly string[]): TableReader | undefined {
    if (!this.has(key)) return undefined;
    const path = this.#path === "" ? key : `${this.#path}.${key}`;
    return new TableReader(this.#source, { table: this.#table[key], path, keys });
  }

  /**
   * A reader of a table that is made of this one.
   *
   * @param table The table.
   * @returns Its reader; mistakes in it are told with the place of this table.
   */
  derive(table: JsonObject): TableReader {
    return new TableReader(this.#source, { table, path: this.#path });
  }

  #known<T extends string>(key: string, word: string, { known }: { known?: readonly T[] | undefined }): T {
    if (known && !(known as readonly string[]).includes(word)) {
      this.fail(key, `Unknown value "${word}" of "${key}": ${nameHint(word, known)}`);
    }
    return word as T;
  }

  #mistyped(key: string, wanted: string): never {
    this.fail(key, `Key "${key}" is ${article(kindOf(this.#table[key]))}: expected ${wanted}`);
  }

  #toJson(key: string, value: unknown): JsonValue {
    if (value instanceof Date) {
      this.fail(key, `Key "${key}" holds a date: put it in quotes, JSON has no dates`);
    }
    if (Array.isArray(value)) return value.map((element) => this.#toJson(key, element));
    if (isTable(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, this.#toJson(key, inner)]),
      );
    }
    if (typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) {
      return value as JsonValue;
    }
    this.fail(key, `Key "${key}" holds "${value}": JSON has no such number`);
  }
}
