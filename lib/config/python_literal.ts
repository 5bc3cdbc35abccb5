import type { ConfigValue } from "./config_value.ts";

const NUMBER_REGEXP =
  /(?:[+-]\s*)?(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*)?\.?(?:\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?)/y;
const DECIMAL_REGEXP =
  /^(?:[+-]\s*)?(?:0(?:_?0)*|[1-9](?:_?\d)*|(?=.*[.eE])(?:\d(?:_?\d)*\.?|\.\d)[\d_]*(?:[eE][+-]?[\d_]+)?)$/;
const STRING_REGEXP = /([rRuU]?)("""|'''|"|')/y;
const ESCAPE_REGEXP = /\\(?:\n|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g;
const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const CONSTANTS = { True: true, False: false, None: null } as const;

function unescape(text: string): string {
  return text.replace(ESCAPE_REGEXP, (whole, hex2, hex4, hex8, octal, character) => {
    const hex = hex2 ?? hex4 ?? hex8;
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
    if (character === undefined) return "";
    return ESCAPES[character] ?? ("\\'\"".includes(character) ? character : whole);
  });
}

/** Reads one literal from left to right; any method throws where Python's parser would. */
class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** A value, or a tuple without parentheses, and nothing after it. */
  readAll(): ConfigValue {
    const value = this.#readValue();
    if (!this.#take(",")) return this.#end(value);
    const items = this.#atEnd() ? [] : this.#readItems(() => this.#atEnd());
    return this.#end([value, ...items]);
  }

  #end(value: ConfigValue): ConfigValue {
    if (!this.#atEnd()) throw this.#fault();
    return value;
  }

  #fault(): SyntaxError {
    return new SyntaxError(`Unexpected text at column ${this.#at + 1}: expected a Python literal`);
  }

  #skipBlanks(): void {
    while (/[ \t\n\r\f]/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #atEnd(): boolean {
    this.#skipBlanks();
    return this.#at === this.#text.length;
  }

  #take(mark: string): boolean {
    this.#skipBlanks();
    if (!this.#text.startsWith(mark, this.#at)) return false;
    this.#at += mark.length;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at += match[0].length;
    return match;
  }

  #readItems(isClosed: () => boolean): ConfigValue[] {
    const items: ConfigValue[] = [];
    while (!isClosed()) {
      items.push(this.#readValue());
      if (this.#take(",")) continue;
      if (!isClosed()) throw this.#fault();
      break;
    }
    return items;
  }

  #readValue(): ConfigValue {
    this.#skipBlanks();
    if (this.#take("[")) return this.#readItems(() => this.#take("]"));
    if (this.#take("(")) return this.#readTuple();
    if (this.#take("{")) return this.#readBraces();
    const string = this.#readStrings();
    if (string !== undefined) return string;
    for (const [name, value] of Object.entries(CONSTANTS)) {
      if (this.#match(new RegExp(`${name}(?!\\w)`, "y"))) return value;
    }
    return this.#take("set()") ? [] : this.#readNumber();
  }

  /** `(1)` is 1 and `(1,)` a tuple. */
  #readTuple(): ConfigValue {
    if (this.#take(")")) return [];
    const first = this.#readValue();
    if (this.#take(")")) return first;
    if (!this.#take(",")) throw this.#fault();
    return [first, ...this.#readItems(() => this.#take(")"))];
  }

  /** A dictionary, or a set. */
  #readBraces(): ConfigValue {
    if (this.#take("}")) return {};
    const first = this.#readValue();
    if (!this.#take(":")) {
      const rest = this.#take(",") ? this.#readItems(() => this.#take("}")) : [];
      if (rest.length === 0 && this.#text[this.#at - 1] !== "}" && !this.#take("}")) throw this.#fault();
      return [first, ...rest];
    }
    const entries: [string, ConfigValue][] = [[String(first), this.#readValue()]];
    while (!this.#take("}")) {
      if (!this.#take(",")) throw this.#fault();
      if (this.#take("}")) break;
      const key = this.#readValue();
      if (!this.#take(":")) throw this.#fault();
      entries.push([String(key), this.#readValue()]);
    }
    return Object.fromEntries(entries);
  }

  /** Strings that stand side by side are one. */
  #readStrings(): string | undefined {
    let text: string | undefined;
    for (;;) {
      const open = this.#match(STRING_REGEXP);
      if (!open) return text;
      text = (text ?? "") + this.#readString(open[1]!.toLowerCase() === "r", open[2]!);
      this.#skipBlanks();
    }
  }

  #readString(raw: boolean, quote: string): string {
    const start = this.#at;
    while (!this.#text.startsWith(quote, this.#at)) {
      const character = this.#text[this.#at];
      if (character === undefined || (character === "\n" && quote.length === 1)) throw this.#fault();
      this.#at += character === "\\" ? 2 : 1;
    }
    const body = this.#text.slice(start, this.#at);
    this.#at += quote.length;
    return raw ? body : unescape(body);
  }

  #readNumber(): number {
    const text = this.#match(NUMBER_REGEXP)?.[0] ?? "";
    const sign = text.startsWith("-") ? -1 : 1;
    const digits = text.replace(/^[+-]\s*/, "").replaceAll("_", "");
    const based = /^0[xob]/i.test(digits);
    const following = this.#text[this.#at] ?? "";
    if ((!based && !DECIMAL_REGEXP.test(text)) || /\w/.test(following)) throw this.#fault();
    return sign * Number(digits);
  }
}

/**
 * Reads a literal as Python's `ast.literal_eval` does; tuples and sets become lists. Bytes, complex numbers,
 * comments, `\N{…}` and line breaks outside brackets, which no setting has, are not read.
 *
 * Source: `reference/prefect-api.md` §2.4 (casting).
 *
 * @param text The text of the literal.
 * @returns Its value, `undefined` when the text is no literal.
 *
 * @example Numbers, texts and what is neither
 * ```ts
 * import { parsePythonLiteral } from "./python_literal.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parsePythonLiteral("['a', 1e5, None]"), ["a", 100000, null]);
 * assertEquals(parsePythonLiteral('{"a": true}'), undefined);
 * assertEquals(parsePythonLiteral("0123"), undefined);
 * ```
 */
export function parsePythonLiteral(text: string): ConfigValue | undefined {
  try {
    return new LiteralReader(text.replace(/^[ \t]+/, "")).readAll();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}
