/** A server process keeps a statement for as long as its connection lives, so there must be an end to them. */
const MOST = 1000;

/**
 * Chooses the statements that are worth preparing: those that come a second time. What comes once, such as what
 * somebody tries out, leaves nothing behind in the database.
 */
export class PreparedStatements {
  readonly #seen = new Set<string>();
  readonly #prepared = new Set<string>();

  /**
   * Whether to prepare a statement this time.
   *
   * @param sql Its text.
   *
   * @example The second time
   * ```ts
   * import { PreparedStatements } from "./prepared_statements.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const statements = new PreparedStatements();
   * assertEquals(["a", "a", "b"].map((sql) => statements.isWorthIt(sql)), [false, true, false]);
   * ```
   */
  isWorthIt(sql: string): boolean {
    if (this.#prepared.has(sql)) return true;
    if (!this.#seen.has(sql)) {
      if (this.#seen.size >= MOST) this.#seen.clear();
      this.#seen.add(sql);
      return false;
    }
    if (this.#prepared.size >= MOST) return false;
    this.#seen.delete(sql);
    this.#prepared.add(sql);
    return true;
  }
}
