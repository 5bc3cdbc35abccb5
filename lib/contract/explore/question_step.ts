import type { Answer } from "../answer.ts";
import type { Check } from "../check.ts";
import type { Step } from "../suite.ts";
import type { Place } from "../table_reader.ts";
import { constant } from "../template.ts";
import type { Finding } from "./law.ts";
import type { PrintedDocument } from "./print_document.ts";

/**
 * Makes a step of a generated document, as if it had been written in a fixture.
 *
 * @param document What is sent.
 * @param options Where it is said to stand, and what judges the answer.
 * @returns The step; it changes nothing and captures nothing.
 */
export function questionStep(
  document: PrintedDocument,
  { place, judge }: { readonly place: Place; readonly judge: (answer: Answer) => Finding | undefined },
): Step {
  const { query, variables } = document;
  const body = JSON.stringify(Object.keys(variables).length > 0 ? { query, variables } : { query });
  const check: Check = {
    place,
    names: [],
    demanding: true,
    judge: (answer) => {
      const finding = judge(answer);
      return finding ? [{ expected: `${finding.note}: ${finding.expected}`, got: finding.got }] : [];
    },
  };
  const request = {
    method: constant("POST"),
    path: constant(""),
    contentType: constant("application/json"),
    headers: [],
    body: constant(body),
    raw: false,
  };
  return { place, request, checks: [check], captures: [], names: [], writes: false };
}
