import {
  type Aliases,
  buildCommand,
  type Command,
  type CommandContext,
  type FlagParametersForType,
  type StricliProcess,
  type TypedCommandParameters,
} from "@stricli/core";
import type { ExitCode } from "../core/errors.ts";

/** What a command is called with beside its flags. */
export interface Call {
  /** Where it writes. */
  readonly terminal: StricliProcess;
  /** The positional arguments. */
  readonly args: readonly string[];
}

/** What a command does; ends with the exit code. */
export type Run<F> = (flags: F, call: Call) => Promise<ExitCode>;

/** What a positional argument is. */
export interface PositionalParameter {
  /** Reads it. */
  readonly parse: (text: string) => string;
  /** Its name in usage lines. */
  readonly placeholder: string;
  /** One line about it. */
  readonly brief: string;
  /** What it could be completed to. */
  readonly proposeCompletions?: (partial: string) => readonly string[];
}

/** The positional arguments of a command. */
export interface Positional {
  /** What each of them is. */
  readonly parameter: PositionalParameter;
  /** How many there must be. */
  readonly minimum?: number;
  /** How many there may be. */
  readonly maximum?: number;
}

/** A command, without what it does. */
export interface CommandOptions<F> {
  /** One line. */
  readonly brief: string;
  /** What it is for, in whole sentences. */
  readonly description: string;
  /** Command lines to copy. */
  readonly examples: readonly string[];
  /** How the flags are read. */
  readonly flags: FlagParametersForType<F>;
  /** Short names of flags. */
  readonly aliases?: Aliases<keyof F & string>;
  /** The positional arguments; none unless given. */
  readonly positional?: Positional;
  /** Loads what it does, when it is called. */
  readonly load: () => Promise<Run<F>>;
}

type Flags = Readonly<Record<string, unknown>>;

/** Help begins with what the command is for and shows it at work. */
function describe({ description, examples }: { description: string; examples: readonly string[] }): string {
  return `${description}\n\nEXAMPLES\n${examples.map((example) => `  ${example}`).join("\n")}`;
}

/**
 * Defines a command whose code is loaded when it is called, so that `--help` loads none.
 *
 * @typeParam F The flags, parsed.
 * @param options Everything about it.
 * @returns The command.
 */
export function defineCommand<F>(options: CommandOptions<F>): Command<CommandContext> {
  const { positional, aliases } = options;
  return buildCommand<Flags, string[], CommandContext>({
    async loader() {
      const run = await options.load();
      return async function (this: { process: StricliProcess }, flags: Flags, ...args: string[]) {
        this.process.exitCode = await run(flags as F, { terminal: this.process, args });
      };
    },
    // `options` ties the flags to how they are read; stricli can do so only for a type it sees the keys of.
    parameters: {
      flags: options.flags as FlagParametersForType<Flags>,
      ...(aliases && { aliases }),
      ...(positional && { positional: { kind: "array", ...positional } }),
    } as TypedCommandParameters<Flags, string[], CommandContext>,
    docs: { brief: options.brief, fullDescription: describe(options) },
  });
}
