import { EXIT, type ExitCode, UsageError } from "../core/errors.ts";
import type { Call } from "./define_command.ts";

/** The first argument by which a shell asks for completions of what follows it. */
export const COMPLETE = "__complete";

const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `_proctor() {
  local IFS=$'\\n'
  COMPREPLY=($(proctor ${COMPLETE} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _proctor proctor
`,
  zsh: `#compdef proctor
_proctor() {
  local -a found
  found=("\${(@f)$(proctor ${COMPLETE} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
}
compdef _proctor proctor
`,
  fish:
    `complete -c proctor -f -a '(proctor ${COMPLETE} (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
};

/**
 * `proctor completions`: what a shell reads to complete command lines of Proctor.
 *
 * @param _flags None matters.
 * @param call The shell, and where to print.
 * @returns The exit code.
 * @throws {UsageError} When the shell is none of bash, zsh and fish.
 *
 * @example For fish
 * ```ts
 * import { runCompletions } from "./completions.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * let text = "";
 * const stream = { write: (each: string) => void (text += each) };
 * await runCompletions({}, { args: ["fish"], terminal: { stdout: stream, stderr: stream } });
 * assertStringIncludes(text, "complete -c proctor");
 * ```
 */
export function runCompletions(_flags: object, { terminal, args: [shell = ""] }: Call): Promise<ExitCode> {
  const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
  if (script === undefined) {
    throw new UsageError(`Cannot complete for shell "${shell}": expected bash, zsh or fish`);
  }
  terminal.stdout.write(script);
  return Promise.resolve(EXIT.ok);
}
