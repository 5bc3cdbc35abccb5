import type { Aliases, FlagParametersForType } from "@stricli/core";
import type { Settings } from "../config/settings.ts";
import { EXIT, type ExitCode } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import type { GraphQLClient } from "../graphql/client.ts";
import { connect } from "../graphql/connect.ts";
import { makeApplication, runApplication } from "./application.ts";
import { confirm } from "./ask.ts";
import { defineCommand, type Positional } from "./define_command.ts";
import { Printer } from "./printer.ts";
import { openSession, withKey } from "./session.ts";
import { type TargetFlags, targetFlags } from "./target_flags.ts";
import { openTerminal } from "./terminal.ts";

/** What a script works with. */
export interface ScriptContext {
  /** Talks to the API that flags, environment and Prefect's files choose. */
  readonly client: GraphQLClient;
  /** What they chose. */
  readonly settings: Settings;
  /**
   * A client for the same API with another key, to see that it works.
   *
   * @param key The other key.
   * @returns The client.
   */
  readonly clientFor: (key: Secret) => GraphQLClient;
  /** Prints results as a table, or as JSON with `--json`. */
  readonly printer: Printer;
  /** The positional arguments. */
  readonly args: readonly string[];
  /** Prints text as it is; a reader that has gone is no failure. */
  readonly write: (text: string) => void;
  /**
   * Asks before something is done that cannot be undone; refuses where nobody can be asked.
   *
   * @param question A question that `y` answers.
   * @param yes Whether it was answered beforehand, with `--yes`.
   * @returns Whether to go on.
   */
  readonly confirm: (question: string, yes: boolean) => Promise<boolean>;
}

/** How a flag is read: one that is given or not, or one with a value. */
export type ScriptFlag<T> =
  & { readonly brief: string }
  & (
    | { readonly kind: "boolean"; readonly default: boolean; readonly withNegated?: boolean }
    | {
      readonly kind: "parsed";
      readonly parse: (text: string) => NonNullable<T>;
      readonly placeholder: string;
      readonly optional?: boolean;
      readonly default?: string;
    }
  );

/** A script. */
export interface ScriptOptions<F> {
  /** The name of its task. */
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** Command lines to copy. */
  readonly examples: readonly string[];
  /** Flags of its own; those that choose the API, and `--json`, are there already. */
  readonly flags?: { readonly [K in keyof F]-?: ScriptFlag<F[K]> };
  /** Short names of flags. */
  readonly aliases?: Readonly<Record<string, keyof F & string>>;
  /** Positional arguments; none unless given. */
  readonly positional?: Positional;
  /** What it does. Ends with 0 unless it returns another code or throws. */
  readonly run: (flags: F & TargetFlags, context: ScriptContext) => Promise<ExitCode | void>;
}

/**
 * Runs a standalone script: reads its command line, answers `--help`, chooses the API, prints errors as one line and
 * sets the exit code of the process to one of {@linkcode EXIT}.
 *
 * @typeParam F The script's own flags, parsed.
 * @param options Everything about it.
 */
export async function runScript<F extends object = object>(options: ScriptOptions<F>): Promise<void> {
  const { name, description, run } = options;
  const command = defineCommand<F & TargetFlags>({
    brief: description,
    description,
    examples: options.examples,
    flags: { ...targetFlags, ...options.flags } as FlagParametersForType<F & TargetFlags>,
    ...(options.aliases && { aliases: options.aliases as Aliases<keyof F & string> }),
    ...(options.positional && { positional: options.positional }),
    load: () =>
      Promise.resolve(async (flags, { terminal, args }) => {
        const { client, settings } = await openSession(flags, { terminal });
        const code = await run(flags, {
          client,
          settings,
          clientFor: (key) => connect(withKey(settings, key)),
          args,
          printer: new Printer({ terminal, json: flags.json }),
          write: (text) => terminal.stdout.write(text),
          confirm: (question, yes) => confirm(question, { terminal, yes }),
        });
        return code ?? EXIT.ok;
      }),
  });
  Deno.exitCode = await runApplication(makeApplication(command, { name }), Deno.args, {
    terminal: openTerminal(),
  });
}
