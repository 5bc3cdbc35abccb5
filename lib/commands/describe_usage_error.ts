import { ArgumentScannerError, formatMessageForArgumentScannerError } from "@stricli/core";
import { ProctorError } from "../core/errors.ts";
import { describeError } from "./describe_error.ts";
import { maskKeys } from "../core/mask_keys.ts";

/** Flags are shown, and suggested, as they are documented. */
function toKebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * What a person reads when a command line cannot be parsed.
 *
 * @param error Whatever the parser threw.
 * @returns One line; for anything but wrong usage, what {@linkcode describeError} says.
 *
 * @example A misspelt flag
 * ```ts
 * import { FlagNotFoundError } from "@stricli/core";
 * import { describeUsageError } from "./describe_usage_error.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new FlagNotFoundError("apikey", ["apiKey"]);
 * assertEquals(describeUsageError(error), "proctor: No flag registered for --apikey, did you mean --api-key?");
 * ```
 */
export function describeUsageError(error: unknown): string {
  if (!(error instanceof ArgumentScannerError)) return describeError(error).text;
  const text = formatMessageForArgumentScannerError(error, {
    FlagNotFoundError: ({ input, corrections }) => {
      const hint = [...new Set(corrections.map((name) => `--${toKebabCase(name)}`))].join(" or ");
      return `No flag registered for --${input}${
        hint === "" ? ": --help shows all" : `, did you mean ${hint}?`
      }`;
    },
    ArgumentParseError: ({ exception, message }) =>
      exception instanceof ProctorError ? exception.message : message,
  });
  return maskKeys(`proctor: ${text}`);
}
