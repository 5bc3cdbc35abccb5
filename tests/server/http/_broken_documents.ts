import { buildSchema } from "graphql";

/** A schema with one of each kind of type. */
export const SCHEMA = buildSchema(`
  interface Named { id: ID! }
  type Flow implements Named { id: ID! name(like: String, first: Int!): String flows: [Flow!] }
  type Agent { id: ID! }
  input Where { name: String, size: Int! }
  enum Order { asc desc }
  scalar Any
  type Query { flow(where: Where, order: Order): Flow named: Named agent(any: Any): Agent }
  type Subscription { agent: Agent }
`);

/** What the documents below may not exceed. */
export const DEPTH = 2;

/** Each breaks at least one rule. */
export const BROKEN: readonly string[] = [
  "{ nope }",
  "{ flow }",
  "{ flow { id { x } } }",
  "{ flow { flows { flows { id } } } }",
  "{ flow { name } }",
  '{ flow { name(first: "1") } }',
  "{ flow { name(first: 1, first: 2) } }",
  "{ flow(order: up) { id } }",
  '{ flow(where: { name: "a", name: "b", size: 1 }) { id } }',
  "{ flow { id: name(first: 1) id } }",
  "query A { agent { id } } query A { agent { id } }",
  "{ agent { id } } query B { agent { id } }",
  "query ($a: Nope) { flow(order: $a) { id } }",
  "query ($a: Flow) { flow(where: $a) { id } }",
  "query ($a: Order, $a: Order) { flow(order: $a) { id } }",
  "{ flow(order: $a) { id } }",
  "query ($a: Order) { agent { id } }",
  "query ($a: String) { flow(order: $a) { id } }",
  "{ agent @nope { id } }",
  "{ agent @skip(if: true) @skip(if: true) { id } }",
  "query @skip(if: true) { agent { id } }",
  "{ agent { ...F } }",
  "{ agent { ...F } } fragment F on Agent { ...F }",
  "{ agent { id } } fragment F on Agent { id }",
  "{ agent { ...F } } fragment F on Agent { id } fragment F on Agent { id }",
  "{ agent { ...F } } fragment F on Flow { id }",
  "{ agent { ...F } } fragment F on Where { name }",
  "{ agent { ... on Nope { id } } }",
  "{ agent { ... on Order { id } } }",
  "{ named { ... on Agent { id } } }",
  "{ agent { ...F } } fragment F on Agent @skip(if: true) { id }",
  "{ agent { __typename(any: 1) } }",
  "{ agent { __typename { id } } }",
  "{ agent(any: { a: 1, a: 2 }) { id } }",
  "{ agent(any: [{ a: $a }]) { id } }",
  "subscription { agent { id } other: agent { id } }",
  "type Mine { other: Nope }",
  "extend type Flow { other: Nope }",
  "union Either = Nope | Flow",
  "interface Its { other: Nope }",
  "input Its { other: Nope }",
  "schema { query: Nope }",
  "directive @mine(a: Nope) on FIELD",
];
