import { AnswerError } from "../answer.ts";

/**
 * Puts a body together, and takes no more of it than is allowed.
 *
 * @example Two pieces
 * ```ts
 * import { BodyBuilder } from "./body_builder.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const body = new BodyBuilder(3);
 * body.add(Uint8Array.of(1, 2));
 * body.add(Uint8Array.of(3));
 * assertEquals(body.whole(), Uint8Array.of(1, 2, 3));
 * assertThrows(() => body.add(Uint8Array.of(4)));
 * ```
 */
export class BodyBuilder {
  readonly #maxBytes: number;
  readonly #pieces: Uint8Array<ArrayBuffer>[] = [];
  #size = 0;

  /** @param maxBytes The limit. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Says no to a body before it is there.
   *
   * @param size How many bytes are to come.
   * @throws {AnswerError} When that is more than is allowed.
   */
  expect(size: number): void {
    if (this.#size + size > this.#maxBytes) throw AnswerError.tooLarge(this.#maxBytes);
  }

  /**
   * Adds a piece.
   *
   * @param piece The bytes, which nobody writes to any more.
   * @throws {AnswerError} When the body is now larger than allowed.
   */
  add(piece: Uint8Array<ArrayBuffer>): void {
    this.expect(piece.length);
    this.#size += piece.length;
    this.#pieces.push(piece);
  }

  /** @returns All pieces as one. */
  whole(): Uint8Array<ArrayBuffer> {
    const [only] = this.#pieces;
    if (only && this.#pieces.length === 1) return only;
    const whole = new Uint8Array(this.#size);
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }
}
