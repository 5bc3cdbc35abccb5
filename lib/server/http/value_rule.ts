import {
  type ASTVisitor,
  getNamedType,
  getNullableType,
  GraphQLError,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  print,
  type ValidationContext,
  type ValueNode,
} from "graphql";
import { suggestionList } from "graphql/jsutils/suggestionList.mjs";
import { didYouMean } from "../plan/did_you_mean.ts";
import { isLiteralOf } from "./is_literal_of.ts";

function checkLeaf(context: ValidationContext, node: ValueNode): void {
  const expected = context.getInputType();
  if (!expected) return;
  const type = getNamedType(expected);
  if (!isLeafType(type)) {
    context.reportError(
      new GraphQLError(`Expected type ${expected}, found ${print(node)}.`, { nodes: node }),
    );
    return;
  }
  if (isLiteralOf(type, node)) return;
  const names = isEnumType(type) ? type.getValues().map((one) => one.name) : [];
  const hint = didYouMean(suggestionList(print(node).replaceAll('"', ""), names), "the enum value");
  context.reportError(
    new GraphQLError(`Expected type ${expected}, found ${print(node)}.${hint}`, { nodes: node }),
  );
}

/**
 * Whether literals fit the places they stand in, with the messages of graphql-js 14, which clients match on.
 *
 * Source: `reference/hasura.md` §1.1, `reference/prefect-api.md` §7.1.
 *
 * @param context Of the validation.
 * @returns The visitor.
 */
export function valuesOfCorrectType(context: ValidationContext): ASTVisitor {
  return {
    ListValue(node) {
      const parent = context.getParentInputType();
      const type = parent && getNullableType(parent);
      if (!type || isListType(type)) return;
      checkLeaf(context, node);
      return false;
    },
    ObjectValue(node) {
      const type = getNamedType(context.getInputType());
      if (!isInputObjectType(type)) {
        checkLeaf(context, node);
        return false;
      }
      const given = new Set(node.fields.map((field) => field.name.value));
      for (const field of Object.values(type.getFields())) {
        if (given.has(field.name) || !isRequiredInputField(field)) continue;
        const message = `Field ${type}.${field.name} of required type ${field.type} was not provided.`;
        context.reportError(new GraphQLError(message, { nodes: node }));
      }
    },
    ObjectField(node) {
      const parent = getNamedType(context.getParentInputType());
      if (context.getInputType() || !isInputObjectType(parent)) return;
      const hint = didYouMean(suggestionList(node.name.value, Object.keys(parent.getFields())));
      const message = `Field "${node.name.value}" is not defined by type ${parent}.${hint}`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
    NullValue(node) {
      const type = context.getInputType();
      if (!isNonNullType(type)) return;
      context.reportError(new GraphQLError(`Expected type ${type}, found null.`, { nodes: node }));
    },
    EnumValue: (node) => checkLeaf(context, node),
    IntValue: (node) => checkLeaf(context, node),
    FloatValue: (node) => checkLeaf(context, node),
    StringValue: (node) => checkLeaf(context, node),
    BooleanValue: (node) => checkLeaf(context, node),
  };
}
