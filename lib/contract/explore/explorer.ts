import { getIntrospectionQuery } from "graphql";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { Answer } from "../answer.ts";
import { greet } from "../greet.ts";
import type { Target } from "../run_events.ts";
import type { Session, SessionOptions } from "../session.ts";
import { readCatalogue } from "./catalogue.ts";
import { namesOfIds } from "./case_file.ts";
import { Draw } from "./draw.ts";
import { exploreGround, RefusedQuestion, type World } from "./ground.ts";
import { judgeTrial } from "./judge_trial.ts";
import type { Finding, Law, Trial } from "./law.ts";
import { LAWS } from "./laws.ts";
import { printDocument, type PrintedDocument } from "./print_document.ts";
import { questionStep } from "./question_step.ts";
import { trialOf } from "./trial_of.ts";

/** Setups whose names begin so make rows that are worth exploring. */
const SETUPS = "exploration";
/** Where a question stands that no fixture asks. */
const NOWHERE = { file: "exploration", line: 1 };

/** What a question came to. */
export interface Outcome {
  readonly finding: Finding | undefined;
  /** The question as a curl command; only where something was found. */
  readonly request: string | undefined;
}

/** Somebody who looks around at one target, and knows what there is to ask. */
export class Explorer {
  /** Where it explores. */
  readonly target: Target;
  /** What there is. */
  readonly world: World;
  /** What can be tried there; a law that needs rows of a kind that is not there cannot. */
  readonly laws: readonly Law[];
  /** The setups that made the rows. */
  readonly needs: readonly string[];
  /** Ids that setups have names for. */
  readonly names: ReadonlyMap<string, string>;
  readonly #session: Session;

  /**
   * @param session Asks the target.
   * @param found What there is, and where it comes from.
   */
  constructor(
    session: Session,
    found: {
      readonly world: World;
      readonly needs: readonly string[];
      readonly names: ReadonlyMap<string, string>;
    },
  ) {
    this.#session = session;
    this.target = session.options.target;
    this.world = found.world;
    this.needs = found.needs;
    this.names = found.names;
    this.laws = LAWS.filter((law) =>
      trialOf(law, this.world, { draw: Draw.seeded(0, law.id) }) !== undefined
    );
  }

  /**
   * Looks around: makes rows where the target may be changed, reads its introspection, and some rows of every table.
   *
   * @param options Of a session.
   * @returns The explorer, and a line for each thing that was odd. What it made goes with {@linkcode leave}.
   * @throws {UnreachableError} When nothing answers, or nothing can be read.
   * @throws {AuthenticationError} When the key is refused.
   * @throws {ProvisionError} When the rows cannot be made.
   */
  static async open(
    options: SessionOptions,
  ): Promise<{ explorer: Explorer; warnings: readonly string[] }> {
    const { suite, target } = options;
    const { session, warnings } = await greet(options);
    try {
      const setups = [...suite.setups.values()].filter(({ name, backends }) =>
        target.writable && name.startsWith(SETUPS) && backends.includes(target.backend)
      );
      const captured: (readonly [string, unknown])[] = [...session.scope.own];
      for (const setup of setups) captured.push(...await session.shared.make(setup));
      const query = getIntrospectionQuery({ descriptions: false });
      const catalogue = readCatalogue(await dataOf(session, { query, variables: {} }));
      const ground = await exploreGround(
        catalogue,
        (roots) => dataOf(session, printDocument(roots, catalogue.schema)),
      );
      const explorer = new Explorer(session, {
        world: ground.world,
        needs: setups.map(({ name }) => name),
        names: namesOfIds(captured),
      });
      return { explorer, warnings: [...warnings, ...ground.warnings] };
    } catch (error) {
      await session.leave();
      throw error;
    }
  }

  /**
   * Prints the document of a trial.
   *
   * @param trial What is asked.
   * @returns The document.
   */
  print(trial: Trial): PrintedDocument {
    return printDocument(trial.roots, this.world.catalogue.schema);
  }

  /**
   * Judges the answer to a trial.
   *
   * @param trial What was asked.
   * @param answer What came.
   * @returns What does not hold; `undefined` when all does.
   */
  judge(trial: Trial, answer: Answer): Finding | undefined {
    return judgeTrial(trial, answer, this.world.catalogue);
  }

  /**
   * Asks a trial outside of the run.
   *
   * @param trial What is asked.
   * @returns What came of it.
   * @throws {UnreachableError} When nothing answers any more.
   */
  async ask(trial: Trial): Promise<Outcome> {
    let finding: Finding | undefined;
    const judge = (answer: Answer) => finding = this.judge(trial, answer);
    const step = questionStep(this.print(trial), { place: NOWHERE, judge });
    const { scope } = this.#session;
    const { failures } = await this.#session.exchange(step, { as: "admin", scope, role: "setup" });
    return { finding, request: failures[0]?.request };
  }

  /**
   * Takes away what was made.
   *
   * @returns A line for each thing that is left behind.
   */
  async leave(): Promise<readonly string[]> {
    return await this.#session.leave();
  }
}

/** The `data` of the answer to a document. @throws {RefusedQuestion} When there is none. */
async function dataOf(session: Session, document: PrintedDocument): Promise<JsonObject> {
  const step = questionStep(document, { place: NOWHERE, judge: () => undefined });
  const { answer } = await session.exchange(step, { as: "admin", scope: session.scope, role: "setup" });
  const { json, status } = answer;
  if (isJsonObject(json) && isJsonObject(json.data) && json.errors === undefined) return json.data;
  const reason = session.options.redactor.redact(answer.text.slice(0, 200));
  throw new RefusedQuestion(`Ask "${session.options.target.url}" failed: HTTP ${status}, ${reason}`);
}
