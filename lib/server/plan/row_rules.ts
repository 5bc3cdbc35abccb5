import type { JsonValue } from "../../core/json.ts";
import type { Principal } from "../access/principal.ts";
import type { Table } from "../model/model.ts";
import { tableNamed } from "../model/tables.ts";
import { allOf, anyOf, type Operator, type Predicate, TRUE } from "./plan.ts";

/** Whether rows are filtered by who asks: not on the open server backend. */
export type Visibility = "open" | "scoped";

function compare(
  table: Table,
  test: {
    readonly column: string;
    readonly operator: Operator;
    readonly value: (principal: Principal) => JsonValue;
  },
): Predicate {
  const column = table.columns.get(test.column)!;
  const form = { as: test.operator === "_in" ? "list" : "value", type: column.type } as const;
  const operand = {
    read: ({ principal }: { principal: Principal }) => test.value(principal),
    form,
    path: "$",
  };
  return { kind: "compare", column, operator: test.operator, operand, ascii: true };
}

function isInTenant(table: Table): Predicate {
  return compare(table, { column: "tenant_id", operator: "_eq", value: (principal) => principal.tenantId });
}

/** Keys of the principal, and for those who may see them, keys of the service accounts of the tenant in use. */
function isOwnKey(table: Table): Predicate {
  const membership = tableNamed("membership");
  const user = tableNamed("user");
  const managed = compare(membership, {
    column: "tenant_id",
    operator: "_eq",
    value: (principal) => principal.permissions.has("read:service-api-key") ? principal.tenantId : null,
  });
  const isService = compare(user, { column: "account_type", operator: "_eq", value: () => "SERVICE" });
  return anyOf([
    compare(table, { column: "user_id", operator: "_eq", value: (principal) => principal.userId }),
    {
      kind: "exists",
      relation: { column: "user_id", foreignColumn: "user_id" },
      table: membership,
      where: allOf([managed, {
        kind: "exists",
        relation: { column: "user_id", foreignColumn: "id" },
        table: user,
        where: isService,
      }]),
    },
  ]);
}

/** Keys, and for those who may see them, tokens of the tenant in use, which are of no account. */
function isOwnToken(table: Table): Predicate {
  const managed = (principal: Principal) =>
    principal.permissions.has("read:service-api-key") ? principal.tenantId : null;
  return anyOf([
    isOwnKey(table),
    allOf([
      { kind: "is null", column: table.columns.get("user_id")!, value: true },
      compare(table, { column: "tenant_id", operator: "_eq", value: managed }),
    ]),
  ]);
}

/** Invitations into the tenant in use for those who may see them, and those to the principal. */
function isOwnInvitation(table: Table): Predicate {
  const read = (principal: Principal) =>
    principal.permissions.has("read:membership-invitation") ? principal.tenantId : null;
  return anyOf([
    compare(table, { column: "tenant_id", operator: "_eq", value: read }),
    compare(table, { column: "email", operator: "_eq", value: (principal) => principal.email }),
  ]);
}

/**
 * The condition under which a row of a table exists for the principal. It is added wherever a plan touches the
 * table: lists, single rows, aggregates, relations, filters through relations, orders; a row that is not visible
 * cannot be told from one that is not there.
 *
 * @param table The table.
 * @param visibility `open` adds nothing.
 * @returns The condition.
 */
function rowRule(table: Table, visibility: Visibility): Predicate {
  if (visibility === "open") return TRUE;
  switch (table.rows) {
    case "tenant":
      return isInTenant(table);
    case "memberships":
      return compare(table, {
        column: "id",
        operator: "_in",
        value: (principal) => [...principal.tenantIds],
      });
    case "self":
      return compare(table, { column: "id", operator: "_eq", value: (principal) => principal.userId });
    case "own memberships":
      return anyOf([
        isInTenant(table),
        compare(table, { column: "user_id", operator: "_eq", value: (principal) => principal.userId }),
      ]);
    case "same tenant": {
      const membership = tableNamed("membership");
      const relation = { column: "id", foreignColumn: "user_id" };
      return { kind: "exists", relation, table: membership, where: isInTenant(membership) };
    }
    case "own roles":
      return anyOf([isInTenant(table), {
        kind: "is null",
        column: table.columns.get("tenant_id")!,
        value: true,
      }]);
    case "own keys":
      return isOwnKey(table);
    case "own tokens":
      return isOwnToken(table);
    case "own invitations":
      return isOwnInvitation(table);
    case "inviting": {
      const invitation = tableNamed("membership_invitation");
      const relation = { column: "id", foreignColumn: "tenant_id" };
      return { kind: "exists", relation, table: invitation, where: isOwnInvitation(invitation) };
    }
    case "none":
      return { kind: "constant", value: false };
  }
}

/** Guards the tables of one plan, and remembers which it has let in, for their permissions are checked at each request. */
export class TableAccess {
  readonly #visibility: Visibility;
  /** The names of the tables that the plan reads on behalf of the principal. */
  readonly tables: Set<string> = new Set();

  /** @param visibility Whether rows are filtered by who asks. */
  constructor(visibility: Visibility) {
    this.#visibility = visibility;
  }

  /**
   * Lets a plan read a table.
   *
   * @param table The table.
   * @returns The condition under which its rows exist for the principal.
   */
  rowsOf(table: Table): Predicate {
    this.tables.add(table.name);
    return rowRule(table, this.#visibility);
  }
}
