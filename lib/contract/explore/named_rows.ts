import type { World } from "./ground.ts";
import { type Selection, values } from "./selection.ts";

/** A row that can be found again where its id is another one. */
export interface NamedRow {
  readonly id: string;
  readonly name: string;
  /** The column that holds the id. */
  readonly key: string;
  /** Finds it: by its place among the rows of its table, the oldest first. */
  readonly field: Selection;
}

const UUID_REGEXP = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The places of rows by their ids, in tables whose rows have an age each. */
function placesIn(
  world: World,
): Map<string, { readonly table: string; readonly key: string; readonly place: number }> {
  const places = new Map();
  for (const { table, rows, within } of world.grounds.values()) {
    const ages = new Set(rows.map((row) => row.created));
    const isWhole = Object.keys(within).length === 0;
    const sorts = table.columns.some(({ name, sorts }) => name === "created" && sorts);
    if (!isWhole || !sorts || !table.key || ages.size < rows.length) continue;
    for (const [place, row] of rows.entries()) {
      places.set(row[table.key.name], { table: table.name, key: table.key.name, place });
    }
  }
  return places;
}

/**
 * Names the rows whose ids stand in a text, so that the text can be used where they have other ids.
 *
 * @param text A document, or what is said of it.
 * @param world Has the rows.
 * @param options `known` are ids that have names already.
 * @returns The rows; one whose age it shares with another is left out.
 */
export function namedRows(
  text: string,
  world: World,
  { known }: { readonly known: ReadonlyMap<string, string> },
): NamedRow[] {
  const places = placesIn(world);
  const ids = new Set([...text.matchAll(UUID_REGEXP)].map(([id]) => id));
  const strange = [...ids].filter((id) => places.has(id) && !known.has(id));
  return strange.map((id, position) => {
    const { table, key, place } = places.get(id)!;
    const name = `row${position + 1}`;
    const args = { order_by: { created: "asc" }, limit: 1, offset: place };
    return { id, name, key, field: { alias: name, name: table, args, fields: values([key]) } };
  });
}
