import type { Place } from "./place.ts";

/** A local agent of Prefect that runs until it is disposed of. */
export class Agent implements AsyncDisposable {
  /** What it has written. */
  text = "";
  readonly #child: Deno.ChildProcess;
  readonly #streams: Promise<void>[];

  constructor(
    place: Place,
    args: readonly string[],
    { env = {} }: { readonly env?: Readonly<Record<string, string>> } = {},
  ) {
    this.#child = place.command("prefect", ["agent", "local", "start", ...args], { env }).spawn();
    this.#streams = [this.#child.stdout, this.#child.stderr].map((stream) => this.#read(stream));
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    for await (
      const text of stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
    ) {
      this.text += text;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stdin.close();
    // It takes SIGINT for a wish to finish its poll first.
    this.#child.kill("SIGKILL");
    await this.#child.status;
    await Promise.all(this.#streams);
  }
}
