import type { GraphQLSchema } from "graphql";
import { isJsonObject } from "../../core/json.ts";
import type { Answer } from "../answer.ts";
import { shorten, show } from "../show.ts";
import { judgeForm } from "./conform.ts";
import type { Finding, Trial } from "./law.ts";

function refused(got: string): Finding {
  const expected = "HTTP 200 with data and no errors";
  return { note: "A valid document is answered with data", check: { ok: true }, expected, got };
}

/**
 * Judges the answer to a trial: there is data, it has the form that introspection promises, and it keeps the law.
 *
 * @param trial What was asked.
 * @param answer What came.
 * @param options The schema.
 * @returns What does not hold; `undefined` when all does.
 */
export function judgeTrial(
  trial: Trial,
  answer: Answer,
  { schema }: { readonly schema: GraphQLSchema },
): Finding | undefined {
  const { status, json, text } = answer;
  if (status !== 200 || !isJsonObject(json)) return refused(`HTTP ${status}: ${shorten(text)}`);
  if (json.errors !== undefined) return refused(`errors ${show(json.errors)}`);
  if (!isJsonObject(json.data)) return refused(show(json));
  return judgeForm(json.data, trial.roots, { schema }) ?? trial.judge(json.data);
}
