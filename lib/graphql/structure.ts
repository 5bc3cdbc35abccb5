/** A name that stands in a document as it is, without quotes: `desc`, `USER`. */
export class EnumValue {
  /** @param name The name. */
  constructor(readonly name: string) {}
}
