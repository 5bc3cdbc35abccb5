import { Secret } from "../core/secret.ts";
import { unescape } from "./unescape.ts";

const UUID_REGEXP = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** What is a credential wherever it stands, whoever asked for it: members, parameters, and the shapes of keys. */
const CREDENTIAL_REGEXPS: readonly RegExp[] = [
  /"(?:key|token|access_token|refresh_token|accessToken|refreshToken)"\s*:\s*"([^"\s\\]{20,})"/g,
  /[?&](?:key|api_key|token|access_token|refresh_token)=([^&#"'\s\\<>]{20,})/g,
  /\b(pc[rsu]_\w{20,})/g,
  /(?<![\w-])(eyJ[\w-]+\.[\w-]+\.[\w-]+)/g,
];
/** Headers whose value is one. */
const HEADER_REGEXP = /cookie|authorization|token|secret|api-?key/;
const SHORTEST = 4;
/** The lengths a credential has. */
const CREDENTIAL_LENGTH = { least: 20, most: 8192 } as const;
/** A target that sends more of what looks like keys than this means to fill the memory. */
const MOST_LEARNED = 10_000;
/** What is shorter stands in other texts by chance once it is in base64. */
const SHORTEST_IN_BASE64 = 12;

/** An answer, as far as secrets may stand in it. */
export interface Revealing {
  /** The headers. */
  readonly headers: Headers;
  /** The body. */
  readonly text: string;
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
  readonly #masks: (readonly [form: string, mask: string])[] = [];
  #isSorted = true;

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
    for (const form of forms) this.#masks.push([form, mask]);
    this.#isSorted = false;
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
    for (const regexp of CREDENTIAL_REGEXPS) {
      for (const [, value = ""] of spelled.matchAll(regexp)) this.#meet(value);
    }
  }

  /** Short words and ids are no credentials, and neither are whole books. */
  #meet(value: string): void {
    const { least, most } = CREDENTIAL_LENGTH;
    if (value.length < least || value.length > most || UUID_REGEXP.test(value)) return;
    if (this.#known.size < MOST_LEARNED) this.add(new Secret(value));
  }

  /** Longest first, so that a key which begins with another is masked as a whole. */
  get #longestFirst(): readonly (readonly [form: string, mask: string])[] {
    if (!this.#isSorted) this.#masks.sort(([a], [b]) => b.length - a.length);
    this.#isSorted = true;
    return this.#masks;
  }

  /**
   * Masks every known secret.
   *
   * @param text About to be written.
   * @returns The text without them.
   */
  redact(text: string): string {
    let safe = text;
    for (const [form, mask] of this.#longestFirst) {
      if (safe.includes(form)) {
        safe = safe.replaceAll(form, () => mask);
      }
    }
    return this.#redactSpelled(safe);
  }

  /** What is still there when every character is spelled as itself. */
  #redactSpelled(text: string): string {
    const spelled = unescape(text);
    if (spelled.text === text) return text;
    let safe = "";
    let done = 0;
    for (const { at, end, mask } of this.#find(spelled.text)) {
      if (at < done) continue;
      safe += text.slice(spelled.origin(done), spelled.origin(at)) + mask;
      done = end;
    }
    return done === 0 ? text : safe + text.slice(spelled.origin(done));
  }

  /** In order; what covers more comes first where two begin alike. */
  #find(text: string): { at: number; end: number; mask: string }[] {
    const found: { at: number; end: number; mask: string }[] = [];
    for (const [form, mask] of this.#masks) {
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length)) {
        found.push({ at, end: at + form.length, mask });
      }
    }
    return found.sort((a, b) => a.at - b.at || b.end - a.end);
  }
}
