/** The name of a field, its description before it. */
const NAME_REGEXP = /^(?:"(?:[^"\\]|\\.)*"\s+)?(?<name>\w+)/;

/**
 * The fields of a type, each made when somebody asks for it: the root of all queries has some hundred, of which a
 * document names one.
 *
 * @param texts Fields in the schema definition language, each with its description before it.
 * @param make Makes a field of its name and its text.
 * @returns The fields by name, in the order of the texts.
 *
 * @example Made when it is asked for
 * ```ts
 * import { lazyFields } from "./lazy_fields.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const made: string[] = [];
 * const fields = lazyFields(['"Its name" name: String', "size: Int"], (name) => made.push(name));
 * assertEquals([Object.keys(fields), fields.size, fields.size, made], [["name", "size"], 1, 1, ["size"]]);
 * ```
 */
export function lazyFields<Field>(
  texts: readonly string[],
  make: (name: string, text: string) => Field,
): Record<string, Field> {
  const fields: Record<string, Field> = Object.create(null);
  for (const text of texts) {
    const name = NAME_REGEXP.exec(text)!.groups!.name!;
    const get = () => {
      const value = make(name, text);
      Object.defineProperty(fields, name, { enumerable: true, value });
      return value;
    };
    Object.defineProperty(fields, name, { configurable: true, enumerable: true, get });
  }
  return fields;
}
