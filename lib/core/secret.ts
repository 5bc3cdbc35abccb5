/**
 * A key or token that cannot leak by accident: printing, templating, JSON and inspection all show the mask.
 *
 * @example Only `reveal` gives the value
 * ```ts
 * import { Secret } from "./secret.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const key = new Secret("pcu_abcdefgh1234");
 * assertEquals(`${key}`, "****1234");
 * assertEquals(JSON.stringify({ key }), '{"key":"****1234"}');
 * assertEquals(key.reveal(), "pcu_abcdefgh1234");
 * ```
 */
export class Secret {
  readonly #value: string;

  /**
   * Hides a value.
   *
   * @param value The key or token as the API gave it.
   */
  constructor(value: string) {
    this.#value = value;
  }

  /**
   * The value itself. Only the transport and a command whose purpose is to show it once may call this.
   *
   * @returns The value given to the constructor.
   */
  reveal(): string {
    return this.#value;
  }

  /**
   * `****` and the last four characters; nothing of a value shorter than twelve.
   *
   * @returns The mask.
   */
  toString(): string {
    return this.#value.length < 12 ? "****" : `****${this.#value.slice(-4)}`;
  }

  /**
   * The mask, so that `JSON.stringify` is safe.
   *
   * @returns The mask.
   */
  toJSON(): string {
    return this.toString();
  }

  /** The mask, so that `console.log` and `Deno.inspect` are safe. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }

  /** The mask, so that Node's `util.inspect` is safe. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
