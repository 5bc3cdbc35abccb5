/** An answer as it came, its body unpacked. */
export interface WireAnswer {
  /** The HTTP status; not every target keeps to those that exist. */
  readonly status: number;
  /** The headers. */
  readonly headers: Headers;
  /** The body. */
  readonly body: Uint8Array<ArrayBuffer>;
}
