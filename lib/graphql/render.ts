import { InternalError } from "../core/errors.ts";

/**
 * Renders a plain structure as the text of a GraphQL document.
 *
 * @param structure Such as `{ query: { flow: ["id"] } }`.
 * @returns The text.
 * @throws {TypeError} When the structure has no meaning in GraphQL.
 */
export function renderGraphQL(structure: unknown): string {
  throw new InternalError(`Cannot render a ${typeof structure}: not there yet`);
}

/**
 * A field with arguments: the key of a structure.
 *
 * @param field Name of the field, with an alias where wanted.
 * @param args Arguments by name.
 * @returns Such as `flow(limit: 1)`.
 * @throws {TypeError} When an argument has no meaning in GraphQL.
 */
export function withArgs(field: string, args: Readonly<Record<string, unknown>>): string {
  throw new InternalError(`Cannot render ${field} ${Object.keys(args).length}: not there yet`);
}
