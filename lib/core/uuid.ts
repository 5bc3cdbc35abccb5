const HYPHENATED_REGEXP = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const POSTGRES_REGEXP = /^(?:[0-9a-f]{4}-?){7}[0-9a-f]{4}$/i;
const HEX_REGEXP = /^[0-9a-f]{32}$/i;

function hyphenate(hex: string): string {
  const h = hex.toLowerCase();
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
}

/**
 * Reads a UUID as PostgreSQL's `uuid` type does: any case, braces, hyphens after any group of four digits.
 *
 * Source: `reference/hasura.md` §6.2, `reference/prefect-api.md` §8 (`uuid`).
 *
 * @param text The text as it arrived.
 * @returns The lower-case, hyphenated form, or `undefined` when the text is no UUID.
 *
 * @example Forms of one id
 * ```ts
 * import { parsePostgresUuid } from "./uuid.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parsePostgresUuid("{07786DE2-7283434F-a9b1600044a8afb3}"), "07786de2-7283-434f-a9b1-600044a8afb3");
 * assertEquals(parsePostgresUuid("nope"), undefined);
 * ```
 */
export function parsePostgresUuid(text: string): string | undefined {
  if (HYPHENATED_REGEXP.test(text)) return text;
  const bare = text.startsWith("{") && text.endsWith("}") ? text.slice(1, -1) : text;
  return POSTGRES_REGEXP.test(bare) ? hyphenate(bare.replaceAll("-", "")) : undefined;
}

/**
 * Reads a UUID as Python's `uuid.UUID` does: `urn:uuid:`, braces and hyphens anywhere are ignored.
 *
 * Source: `reference/prefect-api.md` §8 (`UUID`).
 *
 * @param text The text as it arrived.
 * @returns The lower-case, hyphenated form, or `undefined` when the text is no UUID.
 *
 * @example A URN
 * ```ts
 * import { parsePythonUuid } from "./uuid.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   parsePythonUuid("urn:uuid:07786de27283434fa9b1600044a8afb3"),
 *   "07786de2-7283-434f-a9b1-600044a8afb3",
 * );
 * assertEquals(parsePythonUuid("07786de2"), undefined);
 * ```
 */
export function parsePythonUuid(text: string): string | undefined {
  if (HYPHENATED_REGEXP.test(text)) return text;
  const hex = text.replaceAll("urn:", "").replaceAll("uuid:", "").replace(/^[{}]+|[{}]+$/g, "").replaceAll(
    "-",
    "",
  );
  return HEX_REGEXP.test(hex) ? hyphenate(hex) : undefined;
}
