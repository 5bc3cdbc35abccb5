import { EXIT, type ExitCode, ProctorError } from "../core/errors.ts";

/** The API answered without an error, and yet did not do what it was asked, or does not know what it was asked about. */
export class NotDoneError extends ProctorError {
  /** Always `NOT_DONE`. */
  override readonly code: string = "NOT_DONE";
  /** Always `EXIT.failed`. */
  override readonly exit: ExitCode = EXIT.failed;
}
