import { ProctorError } from "../../core/errors.ts";

/**
 * A fault as the log tells it. Where a fault is known for what it is, as when a cloud hook cannot be reached, a stack tells
 * an operator nothing.
 *
 * @param fault What was thrown.
 * @returns The messages of a {@linkcode ProctorError} and of its cause; of anything else the stack, if there is one.
 *
 * @example What was to be expected
 * ```ts
 * import { UnreachableError } from "../../core/errors.ts";
 * import { faultText } from "./fault_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const cause = new TypeError("connection refused");
 * assertEquals(
 *   faultText(new UnreachableError('Cannot call cloud hook "a": its events are lost', { cause })),
 *   'Cannot call cloud hook "a": its events are lost (connection refused)',
 * );
 * ```
 */
export function faultText(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  if (!(fault instanceof ProctorError)) return fault.stack ?? fault.message;
  const { message, cause } = fault;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
