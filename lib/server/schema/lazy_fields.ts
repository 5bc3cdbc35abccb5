/** Where a field begins: two blanks deep, its description before it. */
const FIELD_REGEXP = /^ {2}(?:"(?:[^"\\]|\\.)*"\s+)?(?<name>\w+)/gm;

/** Finds where each field is spoken of. Only text of our own is split so: one field per line start. */
function splitFields(body: string): [name: string, text: string][] {
  const found = [...body.matchAll(FIELD_REGEXP)];
  return found.map(({ index, groups }, position) => {
    return [groups!.name!, body.slice(index, found[position + 1]?.index)];
  });
}

/**
 * The fields of a type, each made when somebody asks for it: the root of all queries has some hundred, of which a
 * document names one.
 *
 * @param definitions Definitions in the schema definition language, in which each field begins a line, two blanks deep.
 * @param make Makes a field of its name and its text.
 * @returns The fields by name, in the order of the text.
 *
 * @example Made when it is asked for
 * ```ts
 * import { lazyFields } from "./lazy_fields.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const made: string[] = [];
 * const fields = lazyFields(['type a {\n  "Its name" name: String\n  size: Int\n}'], (name) => made.push(name));
 * assertEquals([Object.keys(fields), fields.size, fields.size, made], [["name", "size"], 1, 1, ["size"]]);
 * ```
 */
export function lazyFields<Field>(
  definitions: readonly string[],
  make: (name: string, text: string) => Field,
): Record<string, Field> {
  const fields: Record<string, Field> = Object.create(null);
  for (const definition of definitions) {
    const body = definition.slice(definition.indexOf("{") + 1, definition.lastIndexOf("}"));
    for (const [name, text] of splitFields(body)) {
      const get = () => {
        const value = make(name, text);
        Object.defineProperty(fields, name, { enumerable: true, value });
        return value;
      };
      Object.defineProperty(fields, name, { configurable: true, enumerable: true, get });
    }
  }
  return fields;
}
