import type { GraphQLOutputType } from "graphql";
import { getNamedType, isObjectType } from "graphql/type/definition.mjs";
import { isJsonObject, type JsonValue } from "../../core/json.ts";
import { selectedFields, type SelectionContext } from "../plan/selection.ts";
import type { SelectedField } from "../plan/selection.ts";

/**
 * The selected part of what an action gave, as JSON text. Payloads hold no relations: ids, texts and JSON only.
 *
 * @param payload What the action gave.
 * @param field As it was selected.
 * @param options The field's type, and what is needed to walk its selections.
 * @returns JSON text; keys in the order of the selection, what the payload lacks is null.
 */
export function payloadText(
  payload: JsonValue,
  field: Pick<SelectedField, "selections">,
  options: { readonly type: GraphQLOutputType; readonly context: SelectionContext },
): string {
  const type = getNamedType(options.type);
  if (!isObjectType(type) || payload === null) return JSON.stringify(payload);
  if (Array.isArray(payload)) {
    return `[${payload.map((item) => payloadText(item, field, options)).join(",")}]`;
  }
  const object = isJsonObject(payload) ? payload : {};
  const fields = type.getFields();
  const parts = selectedFields(field.selections, options.context).map((one) => {
    const text = one.name === "__typename"
      ? JSON.stringify(type.name)
      : payloadText(object[one.name] ?? null, one, {
        type: fields[one.name]!.type,
        context: options.context,
      });
    return `"${one.key}":${text}`;
  });
  return `{${parts.join(",")}}`;
}
