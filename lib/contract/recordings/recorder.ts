import { explainSilence } from "../explain_silence.ts";
import type { Redactor } from "../redactor.ts";
import type { Target } from "../run_events.ts";
import { LIVE, type Sources } from "../sources.ts";
import type { Send } from "../wire_request.ts";
import type { HeardExchange, HeardScene } from "./heard.ts";
import type { Recording } from "./recording.ts";
import { scrubRun } from "./scrub_run.ts";

/**
 * Listens to a run. Nothing is written down before the run is over: only then every secret is known.
 */
export class Recorder {
  readonly #scenes = new Map<Target, Map<string, HeardScene>>();
  #heard = 0;

  #scene(target: Target, name: string): HeardScene {
    let scenes = this.#scenes.get(target);
    if (!scenes) this.#scenes.set(target, scenes = new Map());
    let scene = scenes.get(name);
    if (!scene) scenes.set(name, scene = { uuids: [], exchanges: [] });
    return scene;
  }

  /**
   * The clock and the ids of a run that is recorded.
   *
   * @param target Where it runs.
   * @returns The real ones, overheard.
   */
  sources(target: Target): Sources {
    return {
      clock: (name) => {
        const read = LIVE.clock(name);
        return () => this.#scene(target, name).clock ??= read();
      },
      uuid: (name) => {
        const uuid = LIVE.uuid(name);
        this.#scene(target, name).uuids.push(uuid);
        return uuid;
      },
    };
  }

  /**
   * Overhears a transport.
   *
   * @param send The transport.
   * @returns A transport that does the same.
   */
  overhear(send: Send): Send {
    return async (request, options) => {
      const exchange: HeardExchange = {
        place: this.#heard++,
        role: options.role,
        request,
        answer: { error: "" },
      };
      this.#scene(options.target, options.scene).exchanges.push(exchange);
      try {
        const answer = await send(request, options);
        exchange.answer = answer;
        return answer;
      } catch (error) {
        exchange.answer = { error: options.signal.aborted ? "no answer in time" : explainSilence(error) };
        throw error;
      }
    };
  }

  /**
   * Writes down what was heard.
   *
   * @param options `run` is the run's name, `redactor` knows its secrets.
   * @returns The recording; no secret and nothing that the run has made up is in it.
   */
  finish({ run, redactor }: { readonly run: string; readonly redactor: Redactor }): Recording {
    return {
      recorded: new Date().toISOString(),
      targets: [...this.#scenes.keys()].map(({ name, url, backend, writable, key }) => {
        return { name, url, backend, writable, keyed: key !== undefined };
      }),
      scenes: scrubRun(this.#scenes, { run, redactor }),
    };
  }
}
