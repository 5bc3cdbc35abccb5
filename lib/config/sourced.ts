/** Where a value came from, in words a person can act on. */
export interface Origin {
  /** Such as `flag --api-key`, `environment PREFECT__CLOUD__API_KEY`, `file /home/ada/.prefect/config.toml`, `default`. */
  readonly source: string;
  /** The line in the file, from 1. */
  readonly line?: number;
}

/** A value that lost against one of higher rank. */
export interface Shadowed<T> extends Origin {
  /** What the setting would be without the higher sources. */
  readonly value: T;
}

/** A setting in force, with the chain of those it overrides. */
export interface Sourced<T> extends Origin {
  /** The value in force. */
  readonly value: T;
  /** The values it overrides, highest rank first. */
  readonly shadowed: readonly Shadowed<T>[];
}
