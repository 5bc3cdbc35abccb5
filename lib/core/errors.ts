/**
 * The errors Proctor raises on purpose, and what each means to a caller and to a shell.
 *
 * Message grammar, checked by the lint rule `error-grammar`: sentence case, what failed first, the value in
 * quotes, a colon, then what was expected and what to do; no full stop.
 *
 * @module
 */

/** Exit codes of the `proctor` command and of every script: the one table. */
export const EXIT = {
  /** Everything asked for was done and held. */
  ok: 0,
  /** The contract or the request failed. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** Not authenticated, or not allowed. */
  auth: 3,
  /** The target cannot be reached. */
  unreachable: 4,
  /** A fixture or a configuration file is broken. */
  config: 5,
  /** A bug in Proctor. */
  bug: 70,
  /** Interrupted by Ctrl-C (128 + SIGINT). */
  interrupted: 130,
} as const;

/** One of the {@linkcode EXIT} codes. */
export type ExitCode = typeof EXIT[keyof typeof EXIT];

/** What every error of Proctor carries: a stable code to match on, and the exit code it ends a command with. */
export abstract class ProctorError extends Error {
  /** Stable, never reused; matches `^[A-Z_]+$`. */
  abstract readonly code: string;
  /** The exit code of a command that ends with this error. */
  abstract readonly exit: ExitCode;

  /**
   * Names the error after its class.
   *
   * @param message In the grammar of this module; never holds a key.
   * @param options `cause` keeps the error below.
   */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The command line asks for something that does not exist or does not fit together. */
export class UsageError extends ProctorError {
  /** Always `USAGE`. */
  override readonly code: string = "USAGE";
  /** Always `EXIT.usage`. */
  override readonly exit: ExitCode = EXIT.usage;
}

/** The target refused the credential, or the credential lacks the right. */
export class AuthenticationError extends ProctorError {
  /** Always `NOT_AUTHENTICATED`. */
  override readonly code: string = "NOT_AUTHENTICATED";
  /** Always `EXIT.auth`. */
  override readonly exit: ExitCode = EXIT.auth;
}

/** Nothing answers at the target's address, or it stopped answering. */
export class UnreachableError extends ProctorError {
  /** Always `UNREACHABLE`. */
  override readonly code: string = "UNREACHABLE";
  /** Always `EXIT.unreachable`. */
  override readonly exit: ExitCode = EXIT.unreachable;
}

/** A fixture file cannot be used; the message starts with `file:line`. */
export class FixtureError extends ProctorError {
  /** Always `BROKEN_FIXTURE`. */
  override readonly code: string = "BROKEN_FIXTURE";
  /** Always `EXIT.config`. */
  override readonly exit: ExitCode = EXIT.config;
}

/** A setting, from whatever source, cannot be used. */
export class ConfigurationError extends ProctorError {
  /** Always `BROKEN_CONFIGURATION`. */
  override readonly code: string = "BROKEN_CONFIGURATION";
  /** Always `EXIT.config`. */
  override readonly exit: ExitCode = EXIT.config;
}

/** Something that cannot happen happened: a bug in Proctor itself. */
export class InternalError extends ProctorError {
  /** Always `INTERNAL`. */
  override readonly code: string = "INTERNAL";
  /** Always `EXIT.bug`. */
  override readonly exit: ExitCode = EXIT.bug;
}
