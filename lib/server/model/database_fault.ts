import { ApiError } from "./api_error.ts";

/** The database cannot do its work: it is away, full, or broken. Clients are told why, and so is whoever reads the log. */
export class DatabaseFault extends ApiError {
  /**
   * @param message What clients see.
   * @param options `cause` is what the driver threw.
   */
  constructor(message: string, options: { readonly cause: unknown }) {
    super(message, options);
    this.name = "DatabaseFault";
  }
}
