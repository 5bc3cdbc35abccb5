import { textLiteral } from "./literals.ts";

/** A part of a text: as it stands, or the SQL that gives it. */
export type Piece = { readonly text: string } | { readonly sql: string };

/** PostgreSQL passes at most 100 arguments to a function. */
const MOST_ARGUMENTS = 90;

function merged(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last && "text" in last && "text" in piece) result.splice(-1, 1, { text: last.text + piece.text });
    else result.push(piece);
  }
  return result;
}

/**
 * One text of many pieces; a piece that is NULL is left out.
 *
 * @param pieces The pieces in order.
 * @returns The SQL of a text, in words that SQLite and PostgreSQL share.
 *
 * @example Neighbours that are fixed become one
 * ```ts
 * import { concatSql } from "./concat.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(concatSql([{ text: "{" }, { text: '"a":' }, { sql: "a" }]), `concat('{"a":', a)`);
 * ```
 */
export function concatSql(pieces: readonly Piece[]): string {
  const parts = merged(pieces).map((piece) => "text" in piece ? textLiteral(piece.text) : piece.sql);
  if (parts.length === 1) return parts[0]!;
  const chunks: string[] = [];
  for (let from = 0; from < parts.length; from += MOST_ARGUMENTS) {
    chunks.push(`concat(${parts.slice(from, from + MOST_ARGUMENTS).join(", ")})`);
  }
  return chunks.length === 1 ? chunks[0]! : `concat(${chunks.join(", ")})`;
}

/**
 * A JSON object.
 *
 * @param fields Keys, and the pieces of their values.
 * @returns Its pieces.
 *
 * @example One field
 * ```ts
 * import { concatSql, objectPieces } from "./concat.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(concatSql(objectPieces([["a", [{ sql: "a" }]]])), `concat('{"a":', a, '}')`);
 * ```
 */
export function objectPieces(
  fields: ReadonlyArray<readonly [key: string, value: readonly Piece[]]>,
): readonly Piece[] {
  const inner = fields.flatMap(([key, value], position): Piece[] => [
    { text: `${position === 0 ? "" : ","}${JSON.stringify(key)}:` },
    ...value,
  ]);
  return [{ text: "{" }, ...inner, { text: "}" }];
}

/**
 * A value that may be NULL, which is `null` in JSON.
 *
 * @param sql The SQL of its JSON text.
 * @param nullable Whether it may be.
 * @returns Its piece.
 */
export function nullablePiece(sql: string, nullable: boolean): Piece {
  return { sql: nullable ? `coalesce(${sql}, 'null')` : sql };
}
