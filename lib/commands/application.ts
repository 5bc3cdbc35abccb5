import {
  type Application,
  buildApplication,
  type Command,
  type CommandContext,
  ExitCode as StricliExit,
  type RouteMap,
  run,
  type StricliProcess,
  text_en,
} from "@stricli/core";
import { EXIT, type ExitCode } from "../core/errors.ts";
import { maskKeys } from "../core/mask_keys.ts";
import { describeError } from "./describe_error.ts";
import { describeUsageError } from "./describe_usage_error.ts";

/** Suggestions are for slips of the finger; `help` is not meant to be `explore`. */
const SPELLING = { threshold: 3, weights: { insertion: 1, deletion: 3, substitution: 2, transposition: 0 } };

/**
 * Makes a program of its commands: how it reads flags, words its errors and ends.
 *
 * @param root One command, or a map of them.
 * @param options What it is called, and its version where it has one of its own.
 * @returns The program.
 */
export function makeApplication(
  root: Command<CommandContext> | RouteMap<CommandContext>,
  options: { readonly name: string; readonly version?: string },
): Application<CommandContext> {
  const { name, version } = options;
  return buildApplication(root as RouteMap<CommandContext>, {
    name,
    ...(version !== undefined && { versionInfo: { currentVersion: version } }),
    scanner: {
      caseStyle: "allow-kebab-for-camel",
      allowArgumentEscapeSequence: true,
      distanceOptions: SPELLING,
    },
    documentation: {
      caseStyle: "convert-camel-to-kebab",
      useAliasInUsageLine: false,
      onlyRequiredInUsageLine: true,
    },
    determineExitCode: (error) => describeError(error).exit,
    localization: {
      text: {
        ...text_en,
        noCommandRegisteredForInput: (args) => {
          const advice = args.corrections.length === 0 ? ": --help shows all" : "";
          return maskKeys(`proctor: ${text_en.noCommandRegisteredForInput(args)}${advice}`);
        },
        exceptionWhileParsingArguments: describeUsageError,
        exceptionWhileLoadingCommandFunction: (error) => describeError(error).text,
        exceptionWhileRunningCommand: (error) => describeError(error).text,
      },
    },
  });
}

function toExitCode(code: unknown): ExitCode {
  if (code === StricliExit.UnknownCommand || code === StricliExit.InvalidArgument) return EXIT.usage;
  const known = Object.values(EXIT).find((exit) => exit === code);
  return known ?? EXIT.bug;
}

/** Stricli takes `--flag=` for an argument that is no flag: in two parts, the flag itself says what it wants. */
function withEmptyValues(args: readonly string[]): string[] {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  return args.flatMap((arg, position) =>
    position < end && /^--[a-z][\w-]*=$/i.test(arg) ? [arg.slice(0, -1), ""] : [arg]
  );
}

/**
 * Runs one command line of a program.
 *
 * @param application The program.
 * @param args Its arguments, such as `Deno.args`.
 * @param options Where it writes.
 * @returns The exit code, always one of {@linkcode EXIT}.
 */
export async function runApplication(
  application: Application<CommandContext>,
  args: readonly string[],
  options: { readonly terminal: StricliProcess },
): Promise<ExitCode> {
  const { terminal } = options;
  await run(application, withEmptyValues(args), { process: terminal });
  return toExitCode(terminal.exitCode);
}
