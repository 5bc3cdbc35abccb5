/**
 * Tries broken servers in a thread of its own, where all of them share what is not broken.
 *
 * @module
 */
import type { Verdict } from "../../lib/contract/run_events.ts";
import { readSuite } from "../../lib/contract/read_suite.ts";
import type { HollowAnswer } from "../contract/hollow_verdicts.ts";
import { tryHollowServer } from "./hollow_servers.ts";
import type { Finding } from "./judge_mutant.ts";
import type { Mutant } from "./mutant.ts";
import { readTexts } from "./read_texts.ts";
import { BACKENDS, type Catchers, tryMutant, tryServers } from "./try_mutant.ts";
import { withServers } from "./with_servers.ts";
import { openWorkshop } from "./workshop.ts";

/** What a thread can be asked. */
export interface Duties {
  /** What cases and laws say of sound servers. */
  sound(catchers: Catchers): Promise<readonly Verdict[]>;
  /** Who notices a mutant. */
  mutant(asked: { readonly mutant: Mutant; readonly sound: readonly Verdict[] }): Promise<Finding>;
  /** Who notices a server that always says the same. */
  hollow(answer: HollowAnswer): Promise<Finding>;
}

/** One of them. */
export type Order = { readonly [Duty in keyof Duties]: { duty: Duty; asked: Parameters<Duties[Duty]>[0] } }[
  keyof Duties
];

declare const self: { onmessage: (event: MessageEvent<Order>) => void; postMessage(answer: unknown): void };

const suite = readSuite(await readTexts("../../fixtures/"));
const workshop = await openWorkshop();

const duties: Duties = {
  sound: (catchers) => tryServers(suite, { ...catchers, module: workshop.sound }),
  mutant: ({ mutant, sound }) => tryMutant(mutant, { suite, workshop, sound }),
  hollow: (answer) =>
    withServers(
      { module: workshop.sound, backends: BACKENDS },
      (targets) => tryHollowServer(suite, { targets, answer }),
    ),
};

self.onmessage = async ({ data: { duty, asked } }) => {
  self.postMessage(await duties[duty](asked as never));
};
self.postMessage("ready");
