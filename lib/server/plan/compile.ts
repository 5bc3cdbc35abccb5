import type { SelectionSetNode } from "graphql";
import type { Table } from "../model/model.ts";
import { tableNamed, TABLES } from "../model/tables.ts";
import { type Input, listItems, lowerInput } from "./input.ts";
import type { AggregatePlan, Constant, Field, Figure, RootPlan, Rows, RowValue } from "./plan.ts";
import { allOf } from "./plan.ts";
import type { TableAccess } from "./row_rules.ts";
import { compileRows } from "./rows.ts";
import { compileWalk, walkDirection } from "./walk.ts";
import { type SelectedField, selectedFields, type SelectionContext } from "./selection.ts";

/** What planning needs to know beside the field itself. */
export interface PlanContext extends SelectionContext {
  readonly access: TableAccess;
}

const AGGREGATE_SUFFIX = "_aggregate";
const BY_PK_SUFFIX = "_by_pk";

function argumentInputs(field: SelectedField, context: PlanContext): Map<string, Input> {
  const inputs = new Map<string, Input>();
  for (const argument of field.node.arguments ?? []) {
    const input = lowerInput(argument.value, context.variables);
    if (input) inputs.set(argument.name.value, input);
  }
  return inputs;
}

function typename(field: SelectedField, name: string): Constant | undefined {
  return field.name === "__typename" ? { kind: "constant", text: name } : undefined;
}

function childPath(path: string, field: SelectedField): string {
  return `${path}.selectionSet.${field.key}`;
}

/** The fields of a row. */
function rowFields(
  sets: readonly SelectionSetNode[],
  at: { readonly table: Table; readonly path: string },
  context: PlanContext,
): Field<RowValue>[] {
  return selectedFields(sets, context).map((field) => {
    const path = childPath(at.path, field);
    const constant = typename(field, at.table.name);
    if (constant) return { key: field.key, value: constant };
    const column = at.table.columns.get(field.name);
    if (column) {
      const input = argumentInputs(field, context).get("path");
      const part = input === undefined || input.kind === "null"
        ? undefined
        : { read: input.read, form: { as: "json path" }, path: `${path}.args` } as const;
      return { key: field.key, value: { kind: "column", column, path: part } };
    }
    const relation = at.table.relations.get(field.name);
    const aggregated = relation
      ? undefined
      : at.table.relations.get(field.name.slice(0, -AGGREGATE_SUFFIX.length));
    const way = (relation ?? aggregated)!;
    const table = tableNamed(way.table);
    const { access } = context;
    const rows = compileRows(table, {
      inputs: argumentInputs(field, context),
      relation: way,
      path,
      access,
    });
    if (aggregated) return { key: field.key, value: aggregatePlan(field, rows, { path, context }) };
    const fields = rowFields(field.selections, { table, path }, context);
    return { key: field.key, value: { kind: way.kind === "object" ? "object" : "list", rows, fields } };
  });
}

function countOf(field: SelectedField, table: Table, context: PlanContext): Figure {
  const inputs = argumentInputs(field, context);
  const columns = inputs.get("columns");
  const distinct = inputs.get("distinct");
  return {
    kind: "count",
    columns: (columns ? listItems(columns) : []).flatMap((item) =>
      item.kind === "scalar" ? [table.columns.get(String(item.value))!] : []
    ),
    distinct: distinct?.kind === "scalar" && distinct.value === true,
  };
}

function figureFields(field: SelectedField, table: Table, context: PlanContext): Field<Figure>[] {
  return selectedFields(field.selections, context).map((figure): Field<Figure> => {
    const constant = typename(figure, `${table.name}_aggregate_fields`);
    if (constant) return { key: figure.key, value: constant };
    if (figure.name === "count") return { key: figure.key, value: countOf(figure, table, context) };
    const fields = selectedFields(figure.selections, context).map((one) => ({
      key: one.key,
      value: typename(one, `${table.name}_${figure.name}_fields`) ??
        { kind: "column", column: table.columns.get(one.name)! } as const,
    }));
    return { key: figure.key, value: { kind: "figures", aggregate: figure.name, fields } };
  });
}

function aggregatePlan(
  field: SelectedField,
  rows: Rows,
  at: { readonly path: string; readonly context: PlanContext },
): AggregatePlan {
  const { table } = rows;
  const fields = selectedFields(field.selections, at.context).map((part): AggregatePlan["fields"][number] => {
    const constant = typename(part, `${table.name}_aggregate`);
    if (constant) return { key: part.key, value: constant };
    if (part.name === "aggregate") {
      return { key: part.key, value: { kind: "aggregate", fields: figureFields(part, table, at.context) } };
    }
    const nodes = rowFields(part.selections, { table, path: childPath(at.path, part) }, at.context);
    return { key: part.key, value: { kind: "nodes", fields: nodes } };
  });
  return { kind: "aggregate", rows, fields };
}

/**
 * The table that a root field reads; `undefined` for the service's own queries.
 *
 * @param name The name of the root field.
 * @returns The table.
 *
 * @example Three root fields read one table
 * ```ts
 * import { rootTable } from "./compile.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(rootTable("flow_by_pk")?.name, "flow");
 * assertEquals(rootTable("flow_aggregate")?.name, "flow");
 * assertEquals(rootTable("hello"), undefined);
 * ```
 */
export function rootTable(name: string): Table | undefined {
  if (walkDirection(name)) return tableNamed("utility_traversal");
  const bare = name.endsWith(BY_PK_SUFFIX)
    ? name.slice(0, -BY_PK_SUFFIX.length)
    : name.endsWith(AGGREGATE_SUFFIX)
    ? name.slice(0, -AGGREGATE_SUFFIX.length)
    : name;
  return TABLES.get(name) ?? TABLES.get(bare);
}

/**
 * Plans a root field that reads a table.
 *
 * @param field The field; validated against the schema.
 * @param context Fragments, variables and access.
 * @returns The plan, good for every request with variables of the same shape.
 * @throws {ApiError} For what passes GraphQL validation and the query engine refuses.
 */
export function compileRoot(field: SelectedField, context: PlanContext): RootPlan {
  const table = rootTable(field.name)!;
  const path = `$.selectionSet.${field.key}`;
  const inputs = argumentInputs(field, context);
  const { access } = context;
  if (field.name === `${table.name}${BY_PK_SUFFIX}`) {
    const id = inputs.get("id")!;
    const column = table.columns.get("id")!;
    const read = id.kind === "null" ? () => null : id.read;
    const operand = { read, form: { as: "value", type: column.type }, path: `${path}.args.id` } as const;
    const byId = { kind: "compare", column, operator: "_eq", operand, ascii: true } as const;
    const rows: Rows = {
      table,
      relation: undefined,
      where: allOf([byId, access.rowsOf(table)]),
      orderBy: [],
      distinctOn: [],
      limit: undefined,
      offset: undefined,
      isOne: false,
    };
    return { kind: "object", rows, fields: rowFields(field.selections, { table, path }, context) };
  }
  const listed = compileRows(table, { inputs, relation: undefined, path, access });
  const rows = walkDirection(field.name) ? compileWalk(field.name, listed, { inputs, path }) : listed;
  if (field.name === `${table.name}${AGGREGATE_SUFFIX}`) return aggregatePlan(field, rows, { path, context });
  return { kind: "list", rows, fields: rowFields(field.selections, { table, path }, context) };
}
