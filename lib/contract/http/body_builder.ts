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
  #bytes = new Uint8Array(0);
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
   * Adds a piece. Pieces are not kept one by one: a million of a byte each would fill the memory.
   *
   * @param piece The bytes, which nobody writes to any more.
   * @throws {AnswerError} When the body is now larger than allowed.
   */
  add(piece: Uint8Array<ArrayBuffer>): void {
    this.expect(piece.length);
    const size = this.#size + piece.length;
    if (this.#size === 0) this.#bytes = piece;
    else {
      if (size > this.#bytes.length) this.#grow(size);
      this.#bytes.set(piece, this.#size);
    }
    this.#size = size;
  }

  #grow(least: number): void {
    const larger = new Uint8Array(Math.max(least, 2 * this.#bytes.length));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  /** @returns All pieces as one. */
  whole(): Uint8Array<ArrayBuffer> {
    return this.#size === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, this.#size);
  }
}
