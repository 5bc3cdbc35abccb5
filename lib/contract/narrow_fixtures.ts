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

const HEADER_REGEXP = /^\s*\[\[?\s*([\w.-]+)/;
const NAME_REGEXP = /^\s*(?:id|name)\s*=\s*["']([^"']*)["']/;
const PARTS = ["setup", "principal", "capability"];

/** Takes too much rather than too little: what stands in a long text may look like a name. */
function glance(file: FixtureText): Glance {
  const found = new Map<string, string[]>();
  let header = "";
  for (const line of file.text.split("\n")) {
    header = HEADER_REGEXP.exec(line)?.[1] ?? header;
    const name = NAME_REGEXP.exec(line)?.[1];
    if (name !== undefined) found.set(header, [...found.get(header) ?? [], name]);
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

/** Whether a text speaks of a name, be it in a list of needs, as a sender or in a template. */
function speaksOf({ file: { text } }: Glance, name: string): boolean {
  return [`"${name}"`, `'${name}'`, `\${${name}.`].some((word) => text.includes(word));
}

/**
 * Leaves out the files that the named cases have nothing to do with, so that one case need not wait for all others to
 * be read. A mistake in a file that is left out is not found.
 *
 * @param files All of them.
 * @param ids What is to be run, as in a `Selection`.
 * @returns The files with the cases; lent by others, what those cases may be made of. All files, when nothing is
 * named, something is excluded, or a name stands for nothing.
 */
export function narrowFixtures(
  files: readonly FixtureText[],
  ids: readonly string[],
): readonly FixtureText[] {
  if (ids.length === 0 || ids.some((id) => id.startsWith("!"))) return files;
  const patterns = ids.map((id) => idPattern(id.split("[", 1)[0]!));
  const glances = files.filter((file) => !isAlways(file)).map(glance);
  const isKnown = (pattern: RegExp) => glances.some((each) => each.ids.some((id) => pattern.test(id)));
  if (!patterns.every(isKnown)) return files;
  const wanted = glances.filter((each) =>
    each.ids.some((id) => patterns.some((pattern) => pattern.test(id)))
  );
  const taken = new Set(wanted);
  // A set that grows while it is walked is walked to its end.
  for (const each of taken) {
    for (const other of glances) if (other.names.some((name) => speaksOf(each, name))) taken.add(other);
  }
  return files.flatMap((file) => {
    const own = [...taken].find((each) => each.file === file);
    if (own === undefined) return isAlways(file) ? [file] : [];
    return [wanted.includes(own) ? file : { ...file, borrowed: true }];
  });
}
