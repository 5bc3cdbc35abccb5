import { ConfigurationError } from "../../lib/core/errors.ts";

/** A program with its arguments, and what it finds in its environment besides ours. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What one run of a program took. */
export interface Cost {
  /** From start to end, in seconds. */
  readonly wall: number;
  /** Of the processor, by the program and its children, in seconds. */
  readonly cpu: number;
  /** At the peak, in megabytes. */
  readonly memory: number;
}

const TICKS_PER_SECOND = 100;
/** How often the peak is looked at, in milliseconds: Linux forgets it when the process ends. */
const LOOK = 20;

/** The processor time of the children that have ended. Source: proc(5), fields 16 and 17 of `/proc/self/stat`. */
async function spentByChildren(): Promise<number> {
  const stat = await Deno.readTextFile("/proc/self/stat");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

/** The most memory that a process has had, in megabytes; 0 when it has ended. */
export async function peakOf(pid: number): Promise<number> {
  try {
    const status = await Deno.readTextFile(`/proc/${pid}/status`);
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024 / 1e6;
  } catch (error) {
    // It ended between two looks.
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

/**
 * Runs a program to its end and measures it. Linux only; one at a time, or they share their processor time.
 *
 * @param command What to run.
 * @returns What it took.
 * @throws {ConfigurationError} When it does not end well.
 */
export async function runMeasured({ program, args, env = {} }: CommandLine): Promise<Cost> {
  const before = await spentByChildren();
  const begin = performance.now();
  const child = new Deno.Command(program, { args: [...args], env, stdout: "piped", stderr: "piped" }).spawn();
  let memory = 0;
  let running = true;
  const watched = (async () => {
    while (running) {
      memory = Math.max(memory, await peakOf(child.pid));
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  })();
  const output = await child.output();
  const wall = (performance.now() - begin) / 1000;
  running = false;
  await watched;
  const cpu = await spentByChildren() - before;
  if (output.success) return { wall, cpu, memory };
  const said = new TextDecoder().decode(output.stdout).slice(-2000) +
    new TextDecoder().decode(output.stderr).slice(-2000);
  throw new ConfigurationError(
    `Cannot measure "${program} ${args.join(" ")}": expected it to end well, it says ${said}`,
  );
}
