import { Secret } from "../core/secret.ts";
import { unescape, type Unescaped } from "./unescape.ts";
import type { AnswerHeaders } from "./wire_answer.ts";

const UUID_REGEXP = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** What is a credential wherever it stands, whoever asked for it: members, parameters, and the shapes of keys. */
const CREDENTIAL_REGEXPS: readonly RegExp[] = [
  /"(?:key|token|access_token|refresh_token|accessToken|refreshToken)"\s*:\s*"([^"\s\\]{20,})"/g,
  /[?&](?:key|api_key|token|access_token|refresh_token)=([^&#"'\s\\<>]{20,})/g,
  /\b(pc[rsu]_\w{20,})/g,
  /(?<![\w-])(eyJ[\w-]+\.[\w-]+\.[\w-]+)/g,
];
/** Without one of these words there is none: most texts need no closer look. */
const SUSPECT_REGEXP = /key|oken|pc[rsu]_|eyJ/;
/** Headers whose value is one. */
const HEADER_REGEXP = /cookie|authorization|token|secret|api-?key/;
const SHORTEST = 4;
/** The lengths a credential has. */
const CREDENTIAL_LENGTH = { least: 20, most: 8192 } as const;
/** A target that sends more of what looks like keys than this means to fill the memory. */
const MOST_LEARNED = 10_000;
/** What is shorter stands in other texts by chance once it is in base64. */
const SHORTEST_IN_BASE64 = 12;

/** Where a text ends that was cut. */
const CUT = "…";
/** What is left of a secret by a cut is masked from this length on. */
const SHORTEST_CUT = 6;
/** How far a secret may reach back from a cut. */
const LONGEST_CUT = 5000;
const HALF_ESCAPE_REGEXP = /(?:\\{1,8}(?:u[0-9a-f]{0,3}|x[0-9a-f]?)?|%[0-9a-f]?)$/i;

/** So many characters take longer to look through for each form than to compile one pattern of all. */
const WORTH_A_PATTERN = 200_000;

/** An answer, as far as secrets may stand in it. */
export interface Revealing {
  /** The headers. */
  readonly headers: AnswerHeaders;
  /** The body. */
  readonly text: string;
}

/** A form of a secret, and where it stands. */
interface Found {
  readonly at: number;
  readonly form: string;
}

function compile(forms: Iterable<string>): RegExp {
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((form) => RegExp.escape(form)).join("|"), "g");
}

/** As text stands inside JSON; applied twice, as it stands when an answer's body is quoted. */
function quote(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** What stands in base64, with either alphabet, of any text that holds the value: three ways to fall on the grid. */
function base64Forms(value: string): string[] {
  const bytes = new TextEncoder().encode(value);
  return [0, 1, 2].flatMap((before) => {
    const shifted = new Uint8Array(before + bytes.length);
    shifted.set(bytes, before);
    const whole = shifted.toBase64({ omitPadding: true });
    // The characters at both ends also hold bits of the neighbours.
    const core = whole.slice(Math.ceil(before * 8 / 6), Math.floor(shifted.length * 8 / 6));
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/**
 * Takes secrets out of everything the suite writes. Reports quote requests and answers, and an answer may hold a key
 * that nobody asked to see; so this is the last gate in front of every reader.
 *
 * @example In whatever form it stands
 * ```ts
 * import { Secret } from "../core/secret.ts";
 * import { Redactor } from "./redactor.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const redactor = new Redactor();
 * redactor.add(new Secret("a key/1234567890"), "$PROCTOR_KEY");
 * assertEquals(redactor.redact("?k=a%20key%2F1234567890"), "?k=$PROCTOR_KEY");
 * assertEquals(redactor.redact("a \\u006bey/1234567890"), "$PROCTOR_KEY");
 * ```
 */
export class Redactor {
  /** By value. */
  readonly #known = new Map<string, string>();
  /** By the form that is looked for. */
  readonly #masks = new Map<string, string>();
  /** The forms by their beginnings. */
  readonly #begun = new Map<string, string[]>();
  /** What is none, though it may look like one. */
  readonly #spared = new Set<string>();
  /** Finds all forms at once; there is none while looking for one after the other is cheaper than making it. */
  #pattern: RegExp | undefined;
  /** How much was looked through since the last secret came. */
  #searched = 0;

  /** Every secret that is known, as it is: for who takes them out in another way. */
  get secrets(): readonly Secret[] {
    return [...this.#known.keys()].map((value) => new Secret(value));
  }

  /**
   * Makes a secret known.
   *
   * @param secret The secret; a value shorter than four characters masks nothing, it would mask words.
   * @param mask What is printed in its place.
   */
  add(secret: Secret, mask: string = `${secret}`): void {
    const value = secret.reveal();
    if (value.length < SHORTEST || this.#known.has(value)) return;
    this.#known.set(value, mask);
    const quoted = quote(value);
    const forms = new Set([value, encodeURIComponent(value), quoted, quote(quoted)]);
    if (value.length >= SHORTEST_IN_BASE64) { for (const form of base64Forms(value)) forms.add(form); }
    for (const form of forms) {
      if (this.#masks.has(form)) continue;
      this.#masks.set(form, mask);
      const beginning = form.slice(0, SHORTEST_CUT);
      this.#begun.set(beginning, [...this.#begun.get(beginning) ?? [], form]);
    }
    this.#pattern = undefined;
    this.#searched = 0;
  }

  /**
   * Says that words are no secrets, though an answer may call them so: the key of a stored value may be a case's id.
   *
   * @param words The words; one that is made known by `add` is a secret all the same.
   */
  spare(words: Iterable<string>): void {
    for (const word of words) this.#spared.add(word);
  }

  /**
   * Makes the credentials in an answer known.
   *
   * @param answer The answer.
   */
  learn({ headers, text }: Revealing): void {
    for (const [name, value] of headers) {
      if (HEADER_REGEXP.test(name)) { for (const word of value.split(/[\s;,=]+/)) this.#meet(word); }
      this.#learnText(value);
    }
    this.#learnText(text);
  }

  #learnText(text: string): void {
    const spelled = unescape(text).text;
    if (!SUSPECT_REGEXP.test(spelled)) return;
    for (const regexp of CREDENTIAL_REGEXPS) {
      for (const [, value = ""] of spelled.matchAll(regexp)) this.#meet(value);
    }
  }

  /** Short words and ids are no credentials, and neither are whole books. */
  #meet(value: string): void {
    const { least, most } = CREDENTIAL_LENGTH;
    if (value.length < least || value.length > most || UUID_REGEXP.test(value)) return;
    if (this.#spared.has(value)) return;
    if (this.#known.size < MOST_LEARNED) this.add(new Secret(value));
  }

  /**
   * Masks every known secret.
   *
   * @param text About to be written.
   * @returns The text without them.
   */
  redact(text: string): string {
    const literal = this.#replace(text, { text, origin: (index) => index });
    const spelled = unescape(literal);
    const safe = spelled.text === literal ? literal : this.#replace(literal, spelled);
    return safe.includes(CUT) ? this.#maskCut(safe) : safe;
  }

  /** Masks what is left of a secret where a text was cut. */
  #maskCut(text: string): string {
    const [first = "", ...rest] = text.split(CUT);
    return [...[first, ...rest.slice(0, -1)].map((part) => this.#maskEnd(part)), ...rest.slice(-1)].join(CUT);
  }

  #maskEnd(text: string): string {
    const from = Math.max(0, text.length - LONGEST_CUT);
    const { text: spelled, origin } = unescape(text.slice(from).replace(HALF_ESCAPE_REGEXP, ""));
    for (let at = 0; at + SHORTEST_CUT <= spelled.length; at++) {
      const begun = this.#begun.get(spelled.slice(at, at + SHORTEST_CUT)) ?? [];
      const form = begun.find((each) => each.startsWith(spelled.slice(at)));
      if (form !== undefined) return text.slice(0, from + origin(at)) + this.#masks.get(form)!;
    }
    return text;
  }

  /** Masks in a text what is found in another spelling of it. */
  #replace(text: string, { text: spelled, origin }: Unescaped): string {
    let safe = "";
    let done = 0;
    for (const { at, form } of this.#find(spelled)) {
      if (at < done) continue;
      safe += text.slice(origin(done), origin(at)) + this.#masks.get(form)!;
      done = at + form.length;
    }
    return done === 0 ? text : safe + text.slice(origin(done));
  }

  /** In order; of those that begin alike the longest first, so that it is masked as a whole. */
  #find(text: string): readonly Found[] {
    this.#searched += text.length;
    if (this.#searched > WORTH_A_PATTERN && this.#masks.size > 0) {
      this.#pattern ??= compile(this.#masks.keys());
    }
    const found: Found[] = [];
    if (this.#pattern) {
      for (const { 0: form, index } of text.matchAll(this.#pattern)) found.push({ at: index, form });
      return found;
    }
    for (const form of this.#masks.keys()) {
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length)) {
        found.push({ at, form });
      }
    }
    return found.sort((a, b) => a.at - b.at || b.form.length - a.form.length);
  }
}
