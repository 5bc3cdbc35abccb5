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
  override readonly code = "USAGE";
  override readonly exit = EXIT.usage;
}

/** The target refused the credential, or the credential lacks the right. */
export class AuthenticationError extends ProctorError {
  override readonly code = "NOT_AUTHENTICATED";
  override readonly exit = EXIT.auth;
}

/** Nothing answers at the target's address, or it stopped answering. */
export class UnreachableError extends ProctorError {
  override readonly code = "UNREACHABLE";
  override readonly exit = EXIT.unreachable;
}

/** A fixture file cannot be used; the message starts with `file:line`. */
export class FixtureError extends ProctorError {
  override readonly code = "BROKEN_FIXTURE";
  override readonly exit = EXIT.config;
}

/** A setting, from whatever source, cannot be used. */
export class ConfigurationError extends ProctorError {
  override readonly code = "BROKEN_CONFIGURATION";
  override readonly exit = EXIT.config;
}

/** Something that cannot happen happened: a bug in Proctor itself. */
export class InternalError extends ProctorError {
  override readonly code = "INTERNAL";
  override readonly exit = EXIT.bug;
}
