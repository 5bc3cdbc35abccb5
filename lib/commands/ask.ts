import type { StricliProcess } from "@stricli/core";
import { EXIT, type ExitCode, ProctorError, UsageError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";

/** Where answers come from: a keyboard, or whatever standard input is. */
export interface Keyboard {
  /** Whether a person is there to be asked. */
  isTerminal(): boolean;
  /** Up to as many bytes as fit; `null` at the end. */
  read(bytes: Uint8Array): Promise<number | null>;
  /** Whether keys are handed over as they are pressed, unseen. */
  setRaw(raw: boolean): void;
}

/** Where to ask. */
export interface AskOptions {
  /** Questions go to its `stderr`: `stdout` is for results. */
  readonly terminal: StricliProcess;
  /** Standard input unless given. */
  readonly keyboard?: Keyboard;
}

/** The person pressed Ctrl-C at a question. */
export class InterruptedError extends ProctorError {
  /** Always `INTERRUPTED`. */
  override readonly code: string = "INTERRUPTED";
  /** Always `EXIT.interrupted`. */
  override readonly exit: ExitCode = EXIT.interrupted;
}

const CTRL_C = "\x03";
const CTRL_D = "\x04";
const CTRL_U = "\x15";
const BACKSPACES = ["\b", "\x7f"];

/** What was typed up to Enter; what the terminal does to a line it shows has to be done here. */
async function readHidden(keyboard: Keyboard): Promise<string> {
  const bytes = new Uint8Array(1024);
  const decoder = new TextDecoder();
  let line = "";
  while (true) {
    const count = await keyboard.read(bytes);
    if (count === null) return line;
    for (const key of decoder.decode(bytes.subarray(0, count), { stream: true })) {
      if (key === "\r" || key === "\n" || key === CTRL_D) return line;
      if (key === CTRL_C) throw new InterruptedError("Stopped at a question: nothing was changed");
      if (key === CTRL_U) line = "";
      else if (BACKSPACES.includes(key)) line = line.slice(0, -1);
      else line += key;
    }
  }
}

/** One line of what is typed, or of what is piped in. */
async function readLine(keyboard: Keyboard): Promise<string> {
  const bytes = new Uint8Array(1024);
  const decoder = new TextDecoder();
  let text = "";
  while (!text.includes("\n")) {
    const count = await keyboard.read(bytes);
    if (count === null) break;
    text += decoder.decode(bytes.subarray(0, count), { stream: true });
  }
  return text.split(/\r?\n/, 1)[0]!;
}

/**
 * Asks for a secret without showing what is typed. Where standard input is no terminal, its first line is the answer.
 *
 * @param question What to ask for, such as `API key`.
 * @param options Where to ask.
 * @returns The secret.
 * @throws {UsageError} When the answer is empty.
 * @throws {InterruptedError} At Ctrl-C.
 */
export async function askSecret(question: string, options: AskOptions): Promise<Secret> {
  const { terminal, keyboard = Deno.stdin } = options;
  let answer: string;
  if (keyboard.isTerminal()) {
    terminal.stderr.write(`${question}: `);
    keyboard.setRaw(true);
    try {
      answer = await readHidden(keyboard);
    } finally {
      keyboard.setRaw(false);
      terminal.stderr.write("\n");
    }
  } else {
    answer = await readLine(keyboard);
  }
  if (answer.trim() !== "") return new Secret(answer.trim());
  throw new UsageError(`No ${question} was given: type it when asked, or pipe it in`);
}

/**
 * Asks before something is done that cannot be undone.
 *
 * @param question A question that `y` answers.
 * @param options Where to ask; `yes` answers beforehand.
 * @returns Whether to go on; anything but `y` or `yes` is no.
 * @throws {UsageError} When nobody is there to be asked and `yes` was not given (S14).
 */
export async function confirm(
  question: string,
  options: AskOptions & { readonly yes: boolean },
): Promise<boolean> {
  const { terminal, keyboard = Deno.stdin, yes } = options;
  if (yes) return true;
  if (!keyboard.isTerminal()) {
    throw new UsageError(`Cannot ask "${question}" without a terminal: give --yes to go on unasked`);
  }
  terminal.stderr.write(`${question} [y/N]: `);
  if (/^y(es)?$/i.test((await readLine(keyboard)).trim())) return true;
  terminal.stderr.write("Aborted!\n");
  return false;
}
