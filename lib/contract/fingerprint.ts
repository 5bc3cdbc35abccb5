import { cellsOf, Dependencies } from "./dependencies.ts";
import type { FixtureText } from "./read_suite.ts";
import type { Suite } from "./suite.ts";
import type { Place } from "./table_reader.ts";

const HEADER_REGEXP = /^\s*\[\[?(?:case|setup|principal|capability|matrix)\]/;

/** The text of a file, cut where something begins; a piece that begins inside a long text does no harm. */
class Blocks {
  readonly #lines: readonly string[];

  constructor(text: string) {
    this.#lines = text.split("\n");
  }

  /** The block that holds a line, counted from 1. */
  at(line: number): string {
    let begin = line - 1;
    while (begin > 0 && !HEADER_REGEXP.test(this.#lines[begin]!)) begin--;
    const length = this.#lines.slice(begin + 1).findIndex((each) => HEADER_REGEXP.test(each));
    return this.#lines.slice(begin, length < 0 ? undefined : begin + 1 + length).join("\n");
  }
}

/**
 * Gives for each case all the text that its verdict depends on: its own, that of everything made for it, and the
 * profile. What has the same text in two readings of the fixtures need not run again.
 *
 * @param suite The fixtures, read.
 * @param files The same, as text.
 * @returns The text of each case, by its name.
 */
export function fingerprintCases(suite: Suite, files: readonly FixtureText[]): Map<string, string> {
  const dependencies = new Dependencies(suite);
  const blocks = new Map(files.map(({ name, text }) => [name, new Blocks(text)]));
  const textAt = ({ file, line }: Place) => blocks.get(file)?.at(line) ?? "";
  const profile = files.find(({ name }) => /(?:^|[\\/])profile\.toml$/.test(name))?.text ?? "";
  return new Map(suite.cases.map((each) => {
    const trials = [each, ...cellsOf(each)];
    const made = trials.flatMap((trial) => [...dependencies.madeBefore(trial)]);
    const asked = each.requires.map((name) => suite.capabilities.get(name)!.step);
    const places = [...trials, ...made, ...asked].map(({ place }) => place);
    return [each.name, [profile, ...new Set(places.map(textAt))].join("\n")];
  }));
}
