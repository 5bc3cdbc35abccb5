/** How much is asked for at a time, in bytes. */
const ROOM = 65_536;
const [CR, LF] = [13, 10];

/** Each character is a byte. Source: RFC 9112, section 2.2. */
function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    text += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, at + 8192));
  }
  return text;
}

/**
 * Reads bytes as they come, by their number or up to the end of a line.
 *
 * @example A line, and the bytes after it
 * ```ts
 * import { ByteReader } from "./byte_reader.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new ByteReader((room) => {
 *   return Promise.resolve(new TextEncoder().encodeInto("one\r\ntwo", room).written);
 * });
 * await reader.more();
 * assertEquals([reader.takeTo("\r\n"), reader.takeTo("\r\n")], ["one", undefined]);
 * assertEquals(reader.take(2), new TextEncoder().encode("tw"));
 * assertEquals(reader.ready, 1);
 * ```
 */
export class ByteReader {
  readonly #read: (room: Uint8Array) => Promise<number | null>;
  #buffer = new Uint8Array(ROOM);
  #start = 0;
  #end = 0;
  /** Up to where no end of a line begins. */
  #searched = 0;
  #coming: Promise<boolean> | undefined;

  /** @param read Fills as much of the room as there is to read; gives how much, or `null` at the end. */
  constructor(read: (room: Uint8Array) => Promise<number | null>) {
    this.#read = read;
  }

  /** How many bytes have come and were not taken. */
  get ready(): number {
    return this.#end - this.#start;
  }

  /**
   * Waits for more; whoever asks again meanwhile waits for the same.
   *
   * @returns `false` at the end.
   */
  more(): Promise<boolean> {
    return this.#coming ??= this.#fill();
  }

  async #fill(): Promise<boolean> {
    this.#makeRoom();
    try {
      const count = await this.#read(this.#buffer.subarray(this.#end));
      this.#end += count ?? 0;
      return count !== null;
    } finally {
      this.#coming = undefined;
    }
  }

  #makeRoom(): void {
    if (this.#start === this.#end) this.#start = this.#end = this.#searched = 0;
    if (this.#end < this.#buffer.length) return;
    const larger = new Uint8Array(this.ready + ROOM);
    larger.set(this.#buffer.subarray(this.#start));
    this.#searched -= this.#start;
    this.#end -= this.#start;
    this.#start = 0;
    this.#buffer = larger;
  }

  /**
   * Looks at what is ready.
   *
   * @param most How many bytes at most.
   * @returns The text, each byte a character.
   */
  peek(most: number): string {
    return latin1(this.#buffer.subarray(this.#start, Math.min(this.#end, this.#start + most)));
  }

  /**
   * Takes what is ready.
   *
   * @param most How many bytes at most.
   * @returns The bytes.
   */
  take(most: number): Uint8Array<ArrayBuffer> {
    const taken = this.#buffer.slice(this.#start, Math.min(this.#end, this.#start + most));
    this.#start += taken.length;
    return taken;
  }

  /**
   * Takes what is ready up to a mark. What was searched once is not searched again for the same mark.
   *
   * @param mark The end of a line, or of the line before an empty one. It is taken, too.
   * @returns The text before the mark, each byte a character; `undefined` when the mark is not there yet.
   */
  takeTo(mark: "\r\n" | "\r\n\r\n"): string | undefined {
    const bytes = this.#buffer;
    const last = this.#end - mark.length;
    let at = Math.max(this.#start, this.#searched);
    for (;; at++) {
      const found = bytes.indexOf(CR, at);
      if (found < 0 || found > last) break;
      at = found;
      const isLine = bytes[at + 1] === LF;
      if (!isLine || (mark.length > 2 && (bytes[at + 2] !== CR || bytes[at + 3] !== LF))) continue;
      const text = latin1(bytes.subarray(this.#start, at));
      this.#start = this.#searched = at + mark.length;
      return text;
    }
    this.#searched = Math.max(this.#start, last + 1);
    return undefined;
  }
}
