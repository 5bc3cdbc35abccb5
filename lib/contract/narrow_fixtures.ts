import { idPattern } from "./instance.ts";
import type { FixtureText } from "./read_suite.ts";

/** A table at the root of a file, with everything below it: looked at, not read. */
interface Piece {
  readonly file: FixtureText;
  readonly text: string;
  /** Where it begins in the file. */
  readonly from: number;
  /** The ids of cases in it. */
  readonly ids: readonly string[];
  /** The name of what cases are made of. */
  readonly names: readonly string[];
}

/** What begins a piece. */
const PIECE_REGEXP = /^[ \t]*\[\[?[ \t]*(?:case|setup|principal|capability|matrix)[ \t]*\]\]?/gm;
/** What begins a table, and what names it. */
const NAME_REGEXP = /^[ \t]*(?:\[\[?[ \t]*([\w.-]+)|(?:id|name)[ \t]*=[ \t]*["']([^"'\n]*)["'])/gm;
/** Who sends, what is needed, and the first part of a name in a template. */
const MENTION_REGEXP = new RegExp(
  [
    String.raw`\b(?:as|keeper|name)["']?[ \t]*=[ \t]*["']([^"'\n]*)["']`,
    String.raw`\b(?:needs|requires)["']?[ \t]*=[ \t]*\[([^\]]*)\]`,
    String.raw`\$\{([a-z][a-z0-9-]*)\.`,
  ].join("|"),
  "g",
);
const PARTS = ["setup", "principal", "capability"];
const PART_REGEXP = /\[\[[ \t]*(?:setup|principal|capability)\b/;

/** Takes too much rather than too little: what stands in a long text may look like a name. */
function pieceOf(file: FixtureText, from: number, to: number): Piece {
  const text = file.text.slice(from, to);
  const found = new Map<string, string[]>();
  let under = "";
  for (const [, header, name] of text.matchAll(NAME_REGEXP)) {
    under = header ?? under;
    if (name !== undefined) found.set(under, [...found.get(under) ?? [], name]);
  }
  const named = (kind: string) => found.get(kind) ?? [];
  // The cases of a matrix are named after it and its columns.
  const columns = named("matrix").flatMap((id) => named("matrix.column").map((name) => `${id}-${name}`));
  const ids = file.borrowed ? [] : [...named("case"), ...columns];
  return { file, text, from, ids, names: PARTS.flatMap(named) };
}

/** The pieces of a file; what stands before the first belongs to none. */
function takeApart(file: FixtureText): Piece[] {
  // Most of what is lent is cases, and nobody asks for those.
  if (file.borrowed && !PART_REGEXP.test(file.text)) return [];
  const starts = Array.from(file.text.matchAll(PIECE_REGEXP), ({ index }) => index);
  return starts.map((from, position) => pieceOf(file, from, starts[position + 1] ?? file.text.length));
}

function isAlways({ name }: FixtureText): boolean {
  return /(?:^|[\\/])(?:profile|statements)\.toml$/.test(name);
}

/** The setups, principals and capabilities that a text mentions. */
function mentionsOf(text: string): string[] {
  return Array.from(
    text.matchAll(MENTION_REGEXP),
    ([, name, list, dotted]) => list?.match(/[\w-]+/g) ?? [name ?? dotted!],
  ).flat();
}

/** The pieces with the named cases; `undefined` when nothing is named, something is excluded, or a name stands for nothing. */
function namedBy(ids: readonly string[], own: readonly Piece[]): readonly Piece[] | undefined {
  if (ids.length === 0 || ids.some((id) => id.startsWith("!"))) return undefined;
  const patterns = ids.map((id) => idPattern(id.split("[", 1)[0]!));
  const isOf = (pattern: RegExp, each: Piece) => each.ids.some((id) => pattern.test(id));
  if (!patterns.every((pattern) => own.some((each) => isOf(pattern, each)))) return undefined;
  return own.filter((each) => patterns.some((pattern) => isOf(pattern, each)));
}

/** Adds to pieces what they are made of, and what that is made of. */
function withParts(wanted: readonly Piece[], pieces: readonly Piece[]): ReadonlySet<Piece> {
  const taken = new Set(wanted);
  const byName = Map.groupBy(
    pieces.flatMap((piece) => piece.names.map((name) => ({ name, piece }))),
    ({ name }) => name,
  );
  // A set that grows while it is walked is walked to its end.
  for (const { text } of taken) {
    for (const name of mentionsOf(text)) for (const { piece } of byName.get(name) ?? []) taken.add(piece);
  }
  return taken;
}

/** The file without its other pieces; every line stays where it is. */
function cut(file: FixtureText, { pieces, taken }: {
  readonly pieces: readonly Piece[];
  readonly taken: ReadonlySet<Piece>;
}): FixtureText {
  const lead = file.text.slice(0, pieces[0]?.from);
  const rest = pieces.map((piece) => taken.has(piece) ? piece.text : piece.text.replace(/[^\n]+/g, ""));
  return { ...file, text: lead + rest.join("") };
}

/**
 * Leaves out what the named cases have nothing to do with, so that one case need not wait for all others to be read. A
 * mistake in what is left out is not found.
 *
 * @param files All of them.
 * @param ids What is to be run, as in a `Selection`.
 * @returns The files with the cases, and with what those cases may be made of; of each file what is needed, in its
 * lines. Files whose cases are left out count as borrowed. All cases, when nothing is named, something is excluded,
 * or a name stands for nothing.
 */
export function narrowFixtures(
  files: readonly FixtureText[],
  ids: readonly string[],
): readonly FixtureText[] {
  if (ids.length === 0 && !files.some(({ borrowed }) => borrowed)) return files;
  const byFile = new Map(files.filter((file) => !isAlways(file)).map((file) => [file, takeApart(file)]));
  const all = [...byFile.values()].flat();
  const own = all.filter(({ file }) => !file.borrowed);
  const named = namedBy(ids, own);
  const taken = withParts(named ?? own, all);
  const wanted = new Set(named);
  return files.flatMap((file) => {
    const pieces = byFile.get(file);
    if (!pieces || (!named && !file.borrowed)) return [file];
    if (!pieces.some((piece) => taken.has(piece))) return [];
    const some = cut(file, { pieces, taken });
    return [pieces.some((piece) => wanted.has(piece)) ? some : { ...some, borrowed: true }];
  });
}
