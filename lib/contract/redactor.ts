import { Secret } from "../core/secret.ts";

const UUID_REGEXP = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Members of an answer whose text is a credential, whoever asked for it. */
const MEMBER_REGEXP =
  /"(?:key|token|access_token|refresh_token|accessToken|refreshToken)"\s*:\s*"([^"\s\\]{20,})"/g;
const SHORTEST = 4;

/** As text stands inside JSON; applied twice, as it stands when an answer's body is quoted. */
function quote(text: string): string {
  return JSON.stringify(text).slice(1, -1);
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
 * ```
 */
export class Redactor {
  /** Longest first, so that a key which begins with another is masked as a whole. */
  #masks: (readonly [value: string, mask: string])[] = [];

  /**
   * Makes a secret known.
   *
   * @param secret The secret; a value shorter than four characters masks nothing, it would mask words.
   * @param mask What is printed in its place.
   */
  add(secret: Secret, mask: string = `${secret}`): void {
    const value = secret.reveal();
    if (value.length < SHORTEST || this.#masks.some(([known]) => known === value)) return;
    const quoted = quote(value);
    const forms = new Set([value, encodeURIComponent(value), quoted, quote(quoted)]);
    this.#masks = [...this.#masks, ...[...forms].map((form) => [form, mask] as const)]
      .sort(([a], [b]) => b.length - a.length);
  }

  /**
   * Makes the credentials in an answer known.
   *
   * @param text The answer's body.
   */
  learn(text: string): void {
    for (const [, value = ""] of text.matchAll(MEMBER_REGEXP)) {
      if (!UUID_REGEXP.test(value)) this.add(new Secret(value));
    }
  }

  /**
   * Masks every known secret.
   *
   * @param text About to be written.
   * @returns The text without them.
   */
  redact(text: string): string {
    let safe = text;
    for (const [value, mask] of this.#masks) {
      if (safe.includes(value)) {
        safe = safe.replaceAll(value, () => mask);
      }
    }
    return safe;
  }
}
