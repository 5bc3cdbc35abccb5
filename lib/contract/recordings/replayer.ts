import { Secret } from "../../core/secret.ts";
import { AnswerError } from "../answer.ts";
import type { Target } from "../run_events.ts";
import { LIVE, type Sources } from "../sources.ts";
import type { Backend } from "../suite.ts";
import type { WireAnswer } from "../wire_answer.ts";
import type { SendOptions, WireRequest } from "../wire_request.ts";
import { playBody, recordBody } from "./recorded_body.ts";
import type { RecordedAnswer, RecordedExchange, RecordedRequest, Recording } from "./recording.ts";
import { KEY_STAND_IN } from "./scrub_run.ts";
import { standInForUuid } from "./stand_ins.ts";

/** Requests of a scene that nobody has asked for. */
export interface UnusedScene {
  readonly backend: Backend;
  readonly scene: string;
  /** How many. */
  readonly count: number;
}

function asRecorded({ method, url, headers, body }: WireRequest, target: Target): RecordedRequest {
  const recorded = body === undefined
    ? undefined
    : recordBody(new TextEncoder().encode(body), (text) => text);
  return {
    method,
    path: url.slice(target.url.replace(/\/$/, "").length),
    headers: headers.map(([name, value]) => `${name}: ${value}`),
    ...(recorded && { body: recorded }),
  };
}

function play(answer: RecordedAnswer): WireAnswer {
  if ("error" in answer) throw new AnswerError(`${answer.error}, as recorded`);
  const headers = answer.headers.map((line) => {
    const colon = line.indexOf(": ");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)] as const;
  });
  return { status: answer.status, headers, body: playBody(answer.body) };
}

/** Answers a run from a recording, without a network. */
export class Replayer {
  /** What was put to the test; the keys are stand-ins. */
  readonly targets: readonly Target[];
  readonly #recording: Recording;
  readonly #used = new Set<RecordedExchange>();
  readonly #uuids = new Map<string, number>();

  /** @param recording What to answer from. */
  constructor(recording: Recording) {
    this.#recording = recording;
    this.targets = recording.targets.map(({ keyed, ...target }) => ({
      ...target,
      ...(keyed && { key: new Secret(KEY_STAND_IN) }),
    }));
  }

  #scene(target: Target, name: string) {
    return this.#recording.scenes.get(target.backend)?.get(name);
  }

  /**
   * The clock and the ids of the run that was recorded.
   *
   * @param target Where it ran.
   * @returns The clock of each scene, and the stand-ins of its ids.
   */
  sources(target: Target): Sources {
    return {
      clock: (name) => {
        const recorded = Date.parse(this.#scene(target, name)?.clock ?? "");
        return Number.isNaN(recorded) ? LIVE.clock(name) : () => recorded;
      },
      uuid: (name) => {
        const scene = `${target.backend} ${name}`;
        const index = this.#uuids.get(scene) ?? 0;
        this.#uuids.set(scene, index + 1);
        return standInForUuid(name, index);
      },
    };
  }

  /**
   * Answers a request as it was answered when it was recorded: the first of its scene that is the same and was not
   * asked for yet.
   *
   * @param request The request.
   * @param options Says of which target and which scene.
   * @returns The answer.
   * @throws {AnswerError} When no such request was recorded, or none was answered.
   */
  async send(request: WireRequest, options: SendOptions): Promise<WireAnswer> {
    const { target, scene } = options;
    const wanted = JSON.stringify(asRecorded(request, target));
    const exchanges = this.#scene(target, scene)?.exchanges ?? [];
    const open = exchanges.filter((exchange) => !this.#used.has(exchange));
    const found = open.find((exchange) => JSON.stringify(exchange.request) === wanted);
    if (!found) {
      const nearest = open[0] && `, next would be ${JSON.stringify(open[0].request).slice(0, 300)}`;
      throw new AnswerError(
        `the recording of "${scene}" has no such request${nearest ?? ""}, record again with --record`,
      );
    }
    this.#used.add(found);
    return await Promise.resolve(play(found.answer));
  }

  /**
   * Tells what was recorded and not asked for.
   *
   * @param isWanted Tells whether a scene is part of this run.
   * @returns The scenes.
   */
  unused(isWanted: (scene: UnusedScene) => boolean): UnusedScene[] {
    return [...this.#recording.scenes].flatMap(([backend, scenes]) =>
      [...scenes.values()].map(({ scene, exchanges }) => {
        const count = exchanges.filter((exchange) => !this.#used.has(exchange)).length;
        return { backend, scene, count };
      })
    ).filter((scene) => scene.count > 0 && isWanted(scene));
  }
}
