/** Upper bounds in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** What does not change while a server runs. */
export interface BuildInfo {
  readonly version: string;
  readonly backend: string;
}

function labels(pairs: Readonly<Record<string, string | number>>): string {
  const written = Object.entries(pairs).map(([name, value]) =>
    `${name}="${String(value).replace(/[\\"\n]/g, (found) => found === "\n" ? "\\n" : `\\${found}`)}"`
  );
  return `{${written.join(",")}}`;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/**
 * Counts what a server does. Counting is a few additions; text is made when somebody asks for it. No label holds
 * anything a client can choose.
 *
 * Source: Prometheus, exposition formats, text-based format 0.0.4.
 *
 * @example A request
 * ```ts
 * import { Metrics } from "./metrics.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const metrics = new Metrics({ version: "1.0.0", backend: "server" });
 * metrics.begin();
 * metrics.end({ status: 200, milliseconds: 3 });
 * assertStringIncludes(metrics.format({ memoryBytes: 1 }), 'proctor_requests_total{status="200"} 1');
 * assertStringIncludes(metrics.format({ memoryBytes: 1 }), 'proctor_request_seconds_bucket{le="0.005"} 1');
 * ```
 */
export class Metrics {
  readonly #build: BuildInfo;
  readonly #requests = new Map<string, number>();
  readonly #fields = new Map<string, number>();
  readonly #failures = new Map<string, number>();
  readonly #buckets = new Array<number>(BOUNDS.length + 1).fill(0);
  #seconds = 0;
  #running = 0;
  #faults = 0;

  /** @param build What the server is. */
  constructor(build: BuildInfo) {
    this.#build = build;
  }

  /** A request has come. */
  begin(): void {
    this.#running++;
  }

  /**
   * A request was answered.
   *
   * @param answer The status, and how long it took.
   */
  end({ status, milliseconds }: { readonly status: number; readonly milliseconds: number }): void {
    this.#running--;
    count(this.#requests, String(status));
    const seconds = milliseconds / 1000;
    this.#seconds += seconds;
    let bucket = 0;
    while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]!) bucket++;
    this.#buckets[bucket]!++;
  }

  /**
   * A root field was answered.
   *
   * @param name Its name in the schema.
   * @param failed Whether it was answered with an error.
   */
  field(name: string, failed: boolean): void {
    count(failed ? this.#failures : this.#fields, name);
  }

  /** Something went wrong that clients are not told about. */
  fault(): void {
    this.#faults++;
  }

  /**
   * All figures as text.
   *
   * @param state The resident memory of the process.
   * @returns What Prometheus reads.
   */
  format({ memoryBytes }: { readonly memoryBytes: number }): string {
    const lines: string[] = [];
    const declare = (name: string, type: string, help: string) =>
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
    declare("proctor_info", "gauge", "What runs here.");
    lines.push(`proctor_info${labels({ ...this.#build })} 1`);
    declare("proctor_requests_total", "counter", "Answered HTTP requests by status.");
    for (const [status, number] of this.#requests) {
      lines.push(`proctor_requests_total${labels({ status })} ${number}`);
    }
    declare("proctor_requests_running", "gauge", "HTTP requests that are being answered.");
    lines.push(`proctor_requests_running ${this.#running}`);
    declare("proctor_request_seconds", "histogram", "Time from a request to its answer.");
    let total = 0;
    for (const [position, number] of this.#buckets.entries()) {
      total += number;
      lines.push(`proctor_request_seconds_bucket${labels({ le: BOUNDS[position] ?? "+Inf" })} ${total}`);
    }
    lines.push(`proctor_request_seconds_sum ${this.#seconds}`, `proctor_request_seconds_count ${total}`);
    declare("proctor_fields_total", "counter", "Answered root fields of GraphQL by name and outcome.");
    for (const [outcome, counts] of [["ok", this.#fields], ["error", this.#failures]] as const) {
      for (const [field, number] of counts) {
        lines.push(`proctor_fields_total${labels({ field, outcome })} ${number}`);
      }
    }
    declare("proctor_faults_total", "counter", "Faults of the server's own, see its log.");
    lines.push(`proctor_faults_total ${this.#faults}`);
    declare("proctor_memory_bytes", "gauge", "Resident memory of the process.");
    lines.push(`proctor_memory_bytes ${memoryBytes}`);
    return `${lines.join("\n")}\n`;
  }
}
