import { EXIT, type ExitCode, ProctorError } from "../core/errors.ts";
import { maskKeys } from "../core/mask_keys.ts";

/** What a person reads when a command ends with an error, and what the shell gets. */
export interface ErrorDescription {
  /** The lines for `stderr`. */
  readonly text: string;
  /** The exit code. */
  readonly exit: ExitCode;
}

/** A package below may have wrapped what Deno threw. */
function findWithheld(error: unknown): Error | undefined {
  if (error instanceof Deno.errors.NotCapable) return error;
  return error instanceof Error ? findWithheld(error.cause) : undefined;
}

/** A folder that cannot be written to, a full disk: what Deno says of it names the path, and is no bug. */
function describeRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const [, reason, action] = /^(.+ \(os error \d+\))(?:: (.+))?$/s.exec(error.message) ?? [];
  if (reason === undefined) return undefined;
  const what = action === undefined ? "" : ` to ${action.replace(/^(read|write)file/, "$1")}`;
  return `The operating system refused${what}: ${reason}`;
}

/**
 * Tells a failure Proctor knows from a bug in Proctor.
 *
 * @param error Whatever was thrown.
 * @returns One line for a {@linkcode ProctorError}, for a missing permission and for what the operating system refused;
 * for anything else, the stack.
 *
 * @example A known failure
 * ```ts
 * import { describeError } from "./describe_error.ts";
 * import { UsageError } from "../core/errors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { text, exit } = describeError(new UsageError('Unknown case "x": see --list'));
 * assertEquals([text, exit], ['proctor: Unknown case "x": see --list', 2]);
 * ```
 */
export function describeError(error: unknown): ErrorDescription {
  // What was typed in the wrong place, such as where a path belongs, may be a key.
  const known = (message: string, exit: ExitCode) => ({ text: `proctor: ${maskKeys(message)}`, exit });
  const withheld = findWithheld(error);
  if (withheld) return known(`Deno withheld a permission: ${withheld.message}`, EXIT.config);
  if (error instanceof ProctorError && error.exit !== EXIT.bug) return known(error.message, error.exit);
  const refusal = describeRefusal(error);
  if (refusal !== undefined) return known(refusal, EXIT.config);
  // An error that nobody foresaw may quote anything, a header with a key included.
  const stack = maskKeys(error instanceof Error ? error.stack ?? error.message : String(error));
  return {
    text: `proctor: This is a bug in Proctor, please report it with the lines below\n${stack}`,
    exit: EXIT.bug,
  };
}
