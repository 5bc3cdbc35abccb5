import { maskKeys } from "./mask_keys.ts";

/** How much is told: each level tells what those before it tell, too. */
export const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;

/** One of {@linkcode LOG_LEVELS}. */
export type LogLevel = typeof LOG_LEVELS[number];

/** What a message is about; texts, numbers and booleans only, so that a line is easily searched. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Takes messages. */
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

/** Where and how to write. */
export interface LogOptions {
  /** `json`: one object per line, for programs. `text`: for people. */
  readonly format: "json" | "text";
  /** The last level that is told. */
  readonly level: LogLevel;
  /** Takes a line with its end. */
  readonly write: (line: string) => void;
  /** Milliseconds since 1970. @default `Date.now` */
  readonly now?: () => number;
}

function textOf(fields: LogFields): string {
  return Object.entries(fields).filter(([, value]) => value !== undefined).map(([name, value]) =>
    ` ${name}=${typeof value === "string" && /[\s"=]/.test(value) ? JSON.stringify(value) : value}`
  ).join("");
}

/**
 * Makes a log. What looks like a key is masked wherever it stands.
 *
 * @param options See {@linkcode LogOptions}.
 * @returns The log.
 *
 * @example One line
 * ```ts
 * import { makeLog } from "./log.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const lines: string[] = [];
 * const log = makeLog({ format: "json", level: "info", write: (line) => lines.push(line), now: () => 0 });
 * log("info", "listening", { port: 4200 });
 * log("debug", "nobody hears this");
 * assertEquals(lines, ['{"time":"1970-01-01T00:00:00.000Z","level":"info","message":"listening","port":4200}\n']);
 * ```
 */
export function makeLog({ format, level, write, now = Date.now }: LogOptions): Log {
  const most = LOG_LEVELS.indexOf(level);
  return (at, message, fields = {}) => {
    if (LOG_LEVELS.indexOf(at) > most) return;
    const time = new Date(now()).toISOString();
    const line = format === "json"
      ? JSON.stringify({ time, level: at, message, ...fields })
      : `${time} ${at.toUpperCase().padEnd(5)} ${message}${textOf(fields)}`;
    write(`${maskKeys(line)}\n`);
  };
}
