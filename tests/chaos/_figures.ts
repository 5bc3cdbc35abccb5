/** The least time within which so much of all was done. */
function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** What was measured under load, and what went wrong. */
export class Figures {
  readonly faults: string[] = [];
  readonly #times = new Map<string, number[]>();
  readonly #megabytes: number[] = [];

  /** Notes something that must not happen. */
  fault(text: string): void {
    this.faults.push(text);
  }

  /** Notes the resident memory of the largest server. */
  sample(megabytes: number): void {
    this.#megabytes.push(megabytes);
  }

  /** Notes how long something takes; what fails counts, too. */
  async time<T>(kind: string, work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      return await work();
    } finally {
      const times = this.#times.get(kind);
      const time = performance.now() - begun;
      if (times) times.push(time);
      else this.#times.set(kind, [time]);
    }
  }

  /** How many requests were sent. */
  get requests(): number {
    return [...this.#times.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** Resident memory in megabytes: the most, and the means of the second and the last quarter of the time. */
  get memory(): { readonly most: number; readonly early: number; readonly late: number } {
    const quarter = Math.ceil(this.#megabytes.length / 4);
    return {
      most: Math.max(...this.#megabytes),
      early: mean(this.#megabytes.slice(quarter, 2 * quarter)),
      late: mean(this.#megabytes.slice(-quarter)),
    };
  }

  /** A line for each kind of request, in milliseconds, and one for memory. */
  lines(): string[] {
    const all = [...this.#times.values()].flat();
    const lines = [...this.#times, ["all", all] as const].map(([kind, times]) => {
      const sorted = Float64Array.from(times).sort();
      const values = [0.5, 0.95, 0.99].map((part) => quantile([...sorted], part).toFixed(1).padStart(9));
      return `${kind.padEnd(12)}${String(times.length).padStart(9)}${values.join("")}`;
    });
    const { most, early, late } = this.memory;
    return [
      `${"kind".padEnd(12)}${"requests".padStart(9)}${
        ["p50", "p95", "p99"].map((name) => name.padStart(9)).join("")
      }`,
      ...lines,
      `memory: second quarter ${early.toFixed(1)} MB, last ${late.toFixed(1)} MB, most ${most.toFixed(1)} MB`,
    ];
  }
}
