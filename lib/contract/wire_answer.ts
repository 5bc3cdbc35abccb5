/** The headers of an answer in the order in which they came, their names in lower case; names may repeat. */
export type AnswerHeaders = readonly (readonly [name: string, value: string])[];

/** An answer as it came, its body unpacked. */
export interface WireAnswer {
  /** The HTTP status; not every target keeps to those that exist. */
  readonly status: number;
  /** The headers. */
  readonly headers: AnswerHeaders;
  /** The body. */
  readonly body: Uint8Array<ArrayBuffer>;
}
