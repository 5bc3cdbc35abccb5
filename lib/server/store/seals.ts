import { ConfigurationError, InternalError } from "../../core/errors.ts";
import { parseJson } from "../../core/json.ts";
import type { Column, Table } from "../model/model.ts";
import type { SqlValue } from "../model/row.ts";
import { TABLES } from "../model/tables.ts";
import type { Dialect } from "../sql/dialect.ts";
import { jsonbAt } from "../sql/functions.ts";
import { SEAL_MARK } from "../sql/seal_mark.ts";
import { selectStatement } from "../sql/select_statement.ts";
import { bindingOf, type Statement } from "../sql/write.ts";
import { sealValue, unsealValue } from "./sealed_value.ts";

const SEALED_REGEXP = new RegExp(`${SEAL_MARK}(.*?)${SEAL_MARK}`, "gs");

/** A sealed column, and the statement that finds a value of it. */
interface Probe {
  readonly table: Table;
  readonly column: Column;
  readonly statement: Statement;
}

/** Encrypts and opens the values of sealed columns in this process: no database ever sees the key. */
export class Seals {
  readonly #key: Uint8Array | undefined;

  /** @param key 32 bytes; without it values can be neither written nor read. */
  constructor(key: Uint8Array | undefined) {
    this.#key = key;
  }

  #options(binding: string): { key: Uint8Array; binding: string } {
    if (this.#key) return { key: this.#key, binding };
    throw new InternalError("Cannot use a sealed value: the store was opened without a sealing key");
  }

  /**
   * Seals a text.
   *
   * @param text What is to be stored.
   * @param binding Whose it is.
   * @returns What is stored.
   */
  seal(text: string, binding: string): string {
    return sealValue(text, this.#options(binding));
  }

  /**
   * Opens what was sealed.
   *
   * @param sealed What is stored.
   * @param binding Whose it is.
   * @returns The text.
   * @throws {Error} When the key or the binding is another.
   */
  open(sealed: string, binding: string): string {
    return unsealValue(sealed, this.#options(binding));
  }

  /**
   * Opens all sealed values in an answer.
   *
   * @param text JSON text with arrays between marks: what is stored, the path to the part that is asked for or null, and
   * what it is bound to.
   * @returns JSON text.
   */
  openAll(text: string): string {
    return text.replace(SEALED_REGEXP, (_, tuple: string) => {
      const [sealed, path, ...binding] = JSON.parse(tuple) as [string | null, string | null, ...string[]];
      if (sealed === null) return "null";
      const opened = this.open(sealed, JSON.stringify(binding));
      return jsonbAt(opened, path === null ? [] : JSON.parse(path)) ?? "null";
    });
  }

  /**
   * How to find a value of each sealed column.
   *
   * @param dialect Of the database.
   * @returns One probe for each.
   */
  probes(dialect: Dialect): readonly Probe[] {
    if (!this.#key) return [];
    return [...TABLES.values()].flatMap((table) =>
      [...table.columns.values()].filter((column) => column.seal).map((column) => {
        const query = { columns: [column.name], where: {}, limit: 1 };
        return { table, column, statement: selectStatement(table, query, { dialect }) };
      })
    );
  }

  /**
   * Makes sure that a value can be opened.
   *
   * @param probe The column.
   * @param row What its statement found.
   * @throws {ConfigurationError} When it was sealed with another key.
   */
  check({ table, column }: Probe, row: Readonly<Record<string, SqlValue>> | undefined): void {
    const sealed = row?.[column.name] ?? null;
    if (!row || sealed === null) return;
    try {
      parseJson(this.open(String(sealed), bindingOf(column.seal!, row)));
    } catch (cause) {
      throw new ConfigurationError(
        `Cannot open the sealed values of table "${table.name}": expected the master key that they were sealed with`,
        { cause },
      );
    }
  }
}
