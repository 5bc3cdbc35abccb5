import { join } from "@std/path";
import { isJsonObject, type JsonObject, parseJson } from "../../lib/core/json.ts";
import type { Secret } from "../../lib/core/secret.ts";

/** What a program wrote, and how it ended. */
export interface Outcome {
  readonly code: number;
  /** Both streams. */
  readonly text: string;
}

/** Settings of one run of a program. */
export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Typed in answer to questions. */
  readonly input?: string;
}

/** Where a place is. */
export interface PlaceOptions {
  /** Address of the server. */
  readonly url: string;
  readonly backend: "server" | "cloud";
  /** The administrator's key, on the cloud backend. */
  readonly adminKey?: Secret;
  /** The folder of the Python programs. */
  readonly bin: string;
  /** An empty folder. */
  readonly home: string;
}

/** A server to talk to, and a home folder that nobody else has for the programs that talk to it. */
export class Place {
  /** Address of the server. */
  readonly url: string;
  readonly home: string;
  readonly #options: PlaceOptions;

  /** @param options Where it is. */
  constructor(options: PlaceOptions) {
    this.url = options.url;
    this.home = options.home;
    this.#options = options;
  }

  /** The administrator's key as text: programs get it as they would from a person; empty where there is none. */
  get adminKey(): string {
    return this.#options.adminKey?.reveal() ?? "";
  }

  /** A program of the virtual environment, ready to be started. */
  command(name: string, args: readonly string[], { env = {} }: ProgramOptions = {}): Deno.Command {
    const { bin, backend } = this.#options;
    return new Deno.Command(join(bin, name), {
      args: [...args],
      cwd: this.home,
      clearEnv: true,
      env: {
        PATH: `${bin}:/usr/bin:/bin`,
        HOME: this.home,
        LC_ALL: "C.UTF-8",
        PYTHONUNBUFFERED: "1",
        PYTHONDONTWRITEBYTECODE: "1",
        PREFECT__BACKEND: backend,
        PREFECT__CLOUD__API: this.url,
        PREFECT__SERVER__ENDPOINT: this.url,
        ...env,
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    });
  }

  /** Runs a program to its end. */
  async run(name: string, args: readonly string[], options: ProgramOptions = {}): Promise<Outcome> {
    const child = this.command(name, args, options).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(options.input ?? ""));
    await writer.close();
    const { code, stdout, stderr } = await child.output();
    const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
    return { code, text };
  }

  /**
   * Asks the server as the administrator, or as anybody where there is none.
   *
   * @param query A document.
   * @param variables Its variables.
   * @returns `data` of the answer.
   * @throws {Error} When the answer has errors.
   */
  async ask(query: string, variables: JsonObject = {}): Promise<JsonObject> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: {
        ...(this.adminKey && { authorization: `Bearer ${this.adminKey}` }),
        "content-type": "application/json",
      },
      body: JSON.stringify({ query, variables }),
    });
    const answer = parseJson(await response.text());
    if (isJsonObject(answer) && isJsonObject(answer.data) && !answer.errors) return answer.data;
    throw new Error(`Cannot use the answer: expected data, got ${JSON.stringify(answer)}`);
  }
}
