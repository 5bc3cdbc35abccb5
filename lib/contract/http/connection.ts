import { AnswerError } from "../answer.ts";
import { ByteReader } from "./byte_reader.ts";
import { type HttpAnswer, type HttpQuestion, readHttpAnswer } from "./read_http_answer.ts";

/** Where to connect to. */
export interface Address {
  readonly hostname: string;
  readonly port: number;
}

async function writeAll(socket: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await socket.write(bytes.subarray(sent));
}

async function readFrom(socket: Deno.Conn, room: Uint8Array): Promise<number | null> {
  try {
    return await socket.read(room);
  } catch (error) {
    // No end like any other: an answer without a length is not all there.
    throw new AnswerError("the answer breaks off, the connection is reset", { cause: error });
  }
}

/** A connection to a server. Questions are asked one after the other. */
export class Connection implements Disposable {
  readonly #socket: Deno.TcpConn;
  readonly #reader: ByteReader;
  #isClosed = false;
  #isHeard = false;
  #isStirred = false;

  /** @param socket What {@linkcode Connection.open} has connected. */
  constructor(socket: Deno.TcpConn) {
    this.#socket = socket;
    this.#reader = new ByteReader((room) => readFrom(socket, room));
  }

  /**
   * Connects.
   *
   * @param address Where to.
   * @param signal Ends the waiting.
   * @returns The connection.
   * @throws {TypeError} When nothing listens there.
   * @throws {DOMException} When the signal ends the waiting.
   */
  static async open(address: Address, signal: AbortSignal): Promise<Connection> {
    let socket: Deno.TcpConn;
    try {
      socket = await Deno.connect({ ...address, signal });
    } catch (error) {
      signal.throwIfAborted();
      throw new TypeError(`nothing listens at ${address.hostname}:${address.port}`, { cause: error });
    }
    socket.setNoDelay();
    return new Connection(socket);
  }

  /** Whether anything of the answer to the latest question has come. */
  get isHeard(): boolean {
    return this.#isHeard;
  }

  /** Whether something has come since the connection was put to rest: the end, or what nobody has asked for. */
  get isStirred(): boolean {
    return this.#isStirred;
  }

  /** Listens, although nothing is asked. */
  rest(): void {
    const stir = () => void (this.#isStirred = true);
    this.#isStirred = false;
    this.#reader.more().then(stir, stir);
  }

  /**
   * Asks.
   *
   * @param bytes The request.
   * @param question What the reader of the answer has to know of it.
   * @returns The answer.
   * @throws {AnswerError} When it cannot be read.
   * @throws {TypeError} When the connection ends without one.
   */
  async ask(bytes: Uint8Array, question: HttpQuestion): Promise<HttpAnswer> {
    let isWritten = false;
    // An answer may come before all is written. Who cannot write will hear why, or that there is nobody any more.
    writeAll(this.#socket, bytes).then(() => isWritten = true, () => {});
    this.#isHeard = false;
    const begun = await this.#reader.more().catch((error) => error);
    if (begun !== true) {
      throw new TypeError("unexpected end of the connection before an answer", { cause: begun });
    }
    this.#isHeard = true;
    const { answer, isLast } = await readHttpAnswer(this.#reader, question);
    return { answer, isLast: isLast || !isWritten };
  }

  /** Hangs up. */
  [Symbol.dispose](): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.close();
  }
}
