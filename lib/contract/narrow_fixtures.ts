import { idPattern } from "./instance.ts";
import type { FixtureText } from "./read_suite.ts";

/** A file that has been looked at, not read. */
interface Glance {
  readonly file: FixtureText;
  /** The ids of its cases. */
  readonly ids: readonly string[];
  /** The names of what cases are made of. */
  readonly names: readonly string[];
}

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
function glance(file: FixtureText): Glance {
  // Most of what is lent is cases, and nobody asks for those.
  if (file.borrowed && !PART_REGEXP.test(file.text)) return { file, ids: [], names: [] };
  const found = new Map<string, string[]>();
  let under = "";
  for (const [, header, name] of file.text.matchAll(NAME_REGEXP)) {
    under = header ?? under;
    if (name !== undefined) found.set(under, [...found.get(under) ?? [], name]);
  }
  const named = (kind: string) => found.get(kind) ?? [];
  // The cases of a matrix are named after it and its columns.
  const columns = named("matrix").flatMap((id) => named("matrix.column").map((name) => `${id}-${name}`));
  return {
    file,
    ids: file.borrowed ? [] : [...named("case"), ...columns],
    names: PARTS.flatMap(named),
  };
}

function isAlways({ name }: FixtureText): boolean {
  return /(?:^|[\\/])(?:profile|statements)\.toml$/.test(name);
}

/** The setups, principals and capabilities that a text mentions. */
function mentionsOf({ file }: Glance): Set<string> {
  const mentions = new Set<string>();
  for (const [, name, list, dotted] of file.text.matchAll(MENTION_REGEXP)) {
    for (const each of list?.match(/[\w-]+/g) ?? [name ?? dotted!]) mentions.add(each);
  }
  return mentions;
}

/** The files whose cases are run. */
function wantedOf(glances: readonly Glance[], ids: readonly string[]): readonly Glance[] {
  const own = glances.filter(({ file }) => !file.borrowed);
  if (ids.length === 0 || ids.some((id) => id.startsWith("!"))) return own;
  const patterns = ids.map((id) => idPattern(id.split("[", 1)[0]!));
  const isOf = (pattern: RegExp, each: Glance) => each.ids.some((id) => pattern.test(id));
  if (!patterns.every((pattern) => own.some((each) => isOf(pattern, each)))) return own;
  return own.filter((each) => patterns.some((pattern) => isOf(pattern, each)));
}

/**
 * Leaves out the files that the named cases have nothing to do with, so that one case need not wait for all others to
 * be read. A mistake in a file that is left out is not found.
 *
 * @param files All of them.
 * @param ids What is to be run, as in a `Selection`.
 * @returns The files with the cases; lent by others, what those cases may be made of. All files with cases, when
 * nothing is named, something is excluded, or a name stands for nothing.
 */
export function narrowFixtures(
  files: readonly FixtureText[],
  ids: readonly string[],
): readonly FixtureText[] {
  const glances = files.filter((file) => !isAlways(file)).map(glance);
  const wanted = wantedOf(glances, ids);
  const taken = new Set(wanted);
  // A set that grows while it is walked is walked to its end.
  for (const each of taken) {
    const mentions = mentionsOf(each);
    for (const other of glances) if (other.names.some((name) => mentions.has(name))) taken.add(other);
  }
  return files.flatMap((file) => {
    const own = [...taken].find((each) => each.file === file);
    if (own === undefined) return isAlways(file) ? [file] : [];
    return [wanted.includes(own) ? file : { ...file, borrowed: true }];
  });
}
