/**
 * Documents and their statements, and how to get from one to the other.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { Documents, type ValidDocument } from "../../../lib/server/http/documents.ts";
import { prepareOperation } from "../../../lib/server/http/prepare.ts";
import type { RootPlan } from "../../../lib/server/plan/plan.ts";
import { makeSchema } from "../../../lib/server/schema/schema.ts";
import { compileQuery, type Query } from "../../../lib/server/sql/compile.ts";
import type { Dialect } from "../../../lib/server/sql/dialect.ts";
import { POSTGRES } from "../../../lib/server/sql/postgres_dialect.ts";
import { SQLITE } from "../../../lib/server/sql/sqlite_dialect.ts";

/** All dialects; the compiler of TypeScript sees to it that none is missing. */
export const DIALECTS: Readonly<Record<Dialect["name"], Dialect>> = { sqlite: SQLITE, postgres: POSTGRES };

const schema = makeSchema("cloud");
const documents = new Documents(schema, { depth: 7, tokens: 10_000 });

/** The statements of a document, one for each root field. */
export function compile(text: string, dialect: Dialect): Query[] {
  const document = documents.get(text) as ValidDocument;
  assertEquals(document.kind, "valid");
  const from = { document, operation: document.operations[0]! };
  const queries: Query[] = [];
  const prepare = (plan: RootPlan) => {
    queries.push(compileQuery(plan, dialect));
    return { json: () => Promise.reject(new TypeError("not run")) };
  };
  prepareOperation(schema, from, { variables: {}, visibility: "open", store: { prepare } });
  return queries;
}

/** Documents, and the statement that each dialect has for the first of their root fields; MARK stands for the seal's mark. */
export const SNAPSHOTS: ReadonlyArray<
  {
    readonly name: string;
    readonly document: string;
    readonly sql: Readonly<Record<Dialect["name"], string>>;
  }
> = [
  {
    name: "the documented query S43",
    document: String
      .raw`{ flow(where: { name: { _ilike: "%train" } }) { id name flow_run(order_by: { start_time: desc }, limit: 1) { id state } } }`,
    sql: {
      sqlite: String
        .raw`SELECT json_group_array(json_object('id', t0."id", 'name', t0."name", 'flow_run', coalesce((SELECT json_array(json_object('id', t2."id", 'state', t2."state")) FROM (SELECT t1."id", t1."state" FROM "flow_run" AS t1 WHERE t1."flow_id" = t0."id" ORDER BY t1."start_time" DESC NULLS FIRST LIMIT CAST(1 AS INTEGER)) AS t2), json_array()))) AS json FROM "flow" AS t0 WHERE t0."name" LIKE (?1 || '') ESCAPE '\'`,
      postgres: String
        .raw`SELECT concat('[', string_agg(concat('{"id":"', t0."id", '","name":', to_json(t0."name"), ',"flow_run":', coalesce((SELECT concat('[{"id":"', t2."id", '","state":', coalesce(to_json(t2."state"), 'null'), '}]') FROM (SELECT t1."id", t1."state" FROM "flow_run" AS t1 WHERE t1."flow_id" = t0."id" ORDER BY t1."start_time" DESC NULLS FIRST LIMIT 1) AS t2), '[]'), '}'), ','), ']') AS json FROM "flow" AS t0 WHERE t0."name" ILIKE $1`,
    },
  },
  {
    name: "a row by its id",
    document: String
      .raw`{ flow_by_pk(id: "07786de2-7283-434f-a9b1-600044a8afb3") { __typename id parameters(path: "a[0]") archived project { name } } }`,
    sql: {
      sqlite: String
        .raw`SELECT concat('{"__typename":"flow","id":"', t0."id", '","parameters":', coalesce(jsonb_at(t0."parameters", ?2), 'null'), ',"archived":', CASE t0."archived" WHEN 1 THEN json('true') WHEN 0 THEN json('false') END, ',"project":', coalesce((SELECT json_object('name', t1."name") AS json FROM "project" AS t1 WHERE t1."id" = t0."project_id"), 'null'), '}') AS json FROM "flow" AS t0 WHERE t0."id" = ?1`,
      postgres: String
        .raw`SELECT concat('{"__typename":"flow","id":"', t0."id", '","parameters":', coalesce(t0."parameters" #> $2, 'null'), ',"archived":', t0."archived"::text, ',"project":', coalesce((SELECT concat('{"name":', to_json(t1."name"), '}') AS json FROM "project" AS t1 WHERE t1."id" = t0."project_id"), 'null'), '}') AS json FROM "flow" AS t0 WHERE t0."id" = $1`,
    },
  },
  {
    name: "values of every type",
    document: String
      .raw`{ task(limit: 3, offset: 1) { id created max_retries mapped tags retry_delay name } }`,
    sql: {
      sqlite: String
        .raw`SELECT concat('[', group_concat(concat('{"id":"', t1."id", '","created":"', t1."created", '","max_retries":', coalesce(t1."max_retries", 'null'), ',"mapped":', CASE t1."mapped" WHEN 1 THEN json('true') WHEN 0 THEN json('false') END, ',"tags":', t1."tags", ',"retry_delay":', json_quote(interval_text(t1."retry_delay")), ',"name":', json_quote(t1."name"), '}'), ','), ']') AS json FROM (SELECT t0."id", t0."created", t0."max_retries", t0."mapped", t0."tags", t0."retry_delay", t0."name" FROM "task" AS t0 LIMIT CAST(?1 AS INTEGER) OFFSET CAST(?2 AS INTEGER)) AS t1`,
      postgres: String
        .raw`SELECT concat('[', string_agg(concat('{"id":"', t1."id", '","created":', to_json(t1."created"), ',"max_retries":', coalesce(t1."max_retries"::text, 'null'), ',"mapped":', t1."mapped"::text, ',"tags":', t1."tags", ',"retry_delay":', coalesce(to_json(t1."retry_delay"), 'null'), ',"name":', coalesce(to_json(t1."name"), 'null'), '}'), ','), ']') AS json FROM (SELECT t0."id", t0."created", t0."max_retries", t0."mapped", t0."tags", t0."retry_delay", t0."name" FROM "task" AS t0 LIMIT $1 OFFSET $2) AS t1`,
    },
  },
  {
    name: "figures and nodes",
    document: String
      .raw`{ flow_run_aggregate(order_by: { id: asc }) { aggregate { count(columns: [state, name], distinct: true) avg { version } variance { version } max { id state } } nodes { id } } }`,
    sql: {
      sqlite: String
        .raw`SELECT concat('{"aggregate":{"count":', coalesce(count(DISTINCT json_array(t1."state", t1."name")), 'null'), ',"avg":{"version":', coalesce(double_text(avg(t1."version")), 'null'), '},"variance":{"version":', coalesce(double_text(CASE WHEN count(t1."version") > 1 THEN max(0, (sum(t1."version" * t1."version" / 4294967296) * 4294967296.0 + sum(t1."version" * t1."version" % 4294967296)) - sum(t1."version") * 1.0 * sum(t1."version") / count(t1."version")) / (count(t1."version") - 1) END), 'null'), '},"max":', json_object('id', max(t1."id"), 'state', max(t1."state")), '},"nodes":', json_group_array(json_object('id', t1."id")), '}') AS json FROM (SELECT t0."state", t0."name", t0."version", t0."id" FROM "flow_run" AS t0 ORDER BY t0."id" ASC) AS t1`,
      postgres: String
        .raw`SELECT concat('{"aggregate":{"count":', coalesce((SELECT count(DISTINCT one) FROM unnest(array_agg(jsonb_build_array(t1."state", t1."name"))) AS one)::text, 'null'), ',"avg":{"version":', coalesce((sum(t1."version")::float8 / count(t1."version"))::float8::text, 'null'), '},"variance":{"version":', coalesce((CASE WHEN count(t1."version") > 1 THEN greatest(0, sum(t1."version"::numeric * t1."version")::float8 - sum(t1."version")::float8 * sum(t1."version")::float8 / count(t1."version")::float8) / (count(t1."version") - 1) END)::float8::text, 'null'), '},"max":{"id":', coalesce(to_json(max(t1."id"::text)::uuid), 'null'), ',"state":', coalesce(to_json(max(t1."state")), 'null'), '}},"nodes":[', string_agg(concat('{"id":"', t1."id", '"}'), ','), ']}') AS json FROM (SELECT t0."state", t0."name", t0."version", t0."id" FROM "flow_run" AS t0 ORDER BY t0."id" ASC) AS t1`,
    },
  },
  {
    name: "the newest of each",
    document: String
      .raw`{ flow(distinct_on: name, order_by: [{ name: asc }, { version: desc_nulls_last }]) { name version } }`,
    sql: {
      sqlite: String
        .raw`SELECT json_group_array(json_object('name', t1."name", 'version', t1."version")) AS json FROM (SELECT * FROM (SELECT t0."name", t0."version", t0."name" AS "order 0", t0."version" AS "order 1", row_number() OVER (PARTITION BY t0."name" ORDER BY t0."name" ASC, t0."version" DESC NULLS LAST) AS "rank" FROM "flow" AS t0) AS ranked WHERE "rank" = 1 ORDER BY "order 0" ASC, "order 1" DESC NULLS LAST) AS t1`,
      postgres: String
        .raw`SELECT concat('[', string_agg(concat('{"name":', to_json(t1."name"), ',"version":', coalesce(t1."version"::text, 'null'), '}'), ','), ']') AS json FROM (SELECT * FROM (SELECT t0."name", t0."version", t0."name" AS "order 0", t0."version" AS "order 1", row_number() OVER (PARTITION BY t0."name" ORDER BY t0."name" ASC, t0."version" DESC NULLS LAST) AS "rank" FROM "flow" AS t0) AS ranked WHERE "rank" = 1 ORDER BY "order 0" ASC, "order 1" DESC NULLS LAST) AS t1`,
    },
  },
  {
    name: "orders across relations",
    document: String
      .raw`{ flow_run(order_by: [{ flow: { name: asc } }, { task_runs_aggregate: { count: desc } }]) { id } }`,
    sql: {
      sqlite: String
        .raw`SELECT json_group_array(json_object('id', t3."id")) AS json FROM (SELECT t0."id" FROM "flow_run" AS t0 LEFT JOIN "flow" AS t1 ON t1."id" = t0."flow_id" AND true ORDER BY t1."name" ASC NULLS LAST, (SELECT count(*) FROM "task_run" AS t2 WHERE t2."flow_run_id" = t0."id" AND true) DESC NULLS FIRST) AS t3`,
      postgres: String
        .raw`SELECT concat('[', string_agg(concat('{"id":"', t3."id", '"}'), ','), ']') AS json FROM (SELECT t0."id" FROM "flow_run" AS t0 LEFT JOIN "flow" AS t1 ON t1."id" = t0."flow_id" AND true ORDER BY t1."name" ASC NULLS LAST, (SELECT count(*) FROM "task_run" AS t2 WHERE t2."flow_run_id" = t0."id" AND true) DESC NULLS FIRST) AS t3`,
    },
  },
  {
    name: "operators on texts",
    document: String
      .raw`{ flow(where: { name: { _in: ["a"], _nin: ["b"], _like: "a%", _nilike: "É%", _similar: "(a|b)", _nregex: "^x", _is_null: false } }) { id } }`,
    sql: {
      sqlite: String
        .raw`SELECT json_group_array(json_object('id', t0."id")) AS json FROM "flow" AS t0 WHERE (t0."name" IN (SELECT value FROM json_each(?1)) AND NOT (t0."name" IN (SELECT value FROM json_each(?2))) AND t0."name" GLOB ?3 AND NOT (matches(lower_case(t0."name"), ?4)) AND matches(t0."name", ?5) AND NOT matches(t0."name", ?6) AND t0."name" IS NOT NULL)`,
      postgres: String
        .raw`SELECT concat('[', string_agg(concat('{"id":"', t0."id", '"}'), ','), ']') AS json FROM "flow" AS t0 WHERE (t0."name" = ANY($1) AND NOT (t0."name" = ANY($2)) AND t0."name" LIKE $3 AND t0."name" COLLATE "default" NOT ILIKE $4 AND t0."name" COLLATE "default" SIMILAR TO $5 AND t0."name" COLLATE "default" !~ $6 AND t0."name" IS NOT NULL)`,
    },
  },
  {
    name: "operators on JSON",
    document: String
      .raw`{ flow_run(where: { labels: { _contains: ["a"], _contained_in: ["a", "b"], _has_key: "a", _has_keys_any: ["a"], _has_keys_all: ["b"], _eq: [], _in: [[]] } }) { id } }`,
    sql: {
      sqlite: String
        .raw`SELECT json_group_array(json_object('id', t0."id")) AS json FROM "flow_run" AS t0 WHERE (jsonb_contains(t0."labels", ?1) AND jsonb_contains(?2, t0."labels") AND jsonb_has_key(t0."labels", ?3) AND jsonb_has_any(t0."labels", ?4) AND jsonb_has_all(t0."labels", ?5) AND jsonb_compare(t0."labels", ?6) = 0 AND CASE WHEN t0."labels" IS NOT NULL OR json_array_length(?7) = 0 THEN EXISTS (SELECT 1 FROM json_each(?7) WHERE jsonb_compare(t0."labels", value) = 0) END)`,
      postgres: String
        .raw`SELECT concat('[', string_agg(concat('{"id":"', t0."id", '"}'), ','), ']') AS json FROM "flow_run" AS t0 WHERE (t0."labels" @> $1 AND t0."labels" <@ $2 AND t0."labels" ? $3 AND t0."labels" ?| $4 AND t0."labels" ?& $5 AND t0."labels" = $6 AND t0."labels" = ANY($7))`,
    },
  },
  {
    name: "conditions across relations",
    document: String
      .raw`{ flow(where: { _or: [{ flow_runs: { state: { _eq: "Failed" } } }, { _not: { project: { name: { _eq: "p" } } } }] }) { id } }`,
    sql: {
      sqlite: String
        .raw`SELECT json_group_array(json_object('id', t0."id")) AS json FROM "flow" AS t0 WHERE (EXISTS (SELECT 1 FROM "flow_run" AS t1 WHERE t1."flow_id" = t0."id" AND t1."state" = ?1) OR NOT (EXISTS (SELECT 1 FROM "project" AS t2 WHERE t2."id" = t0."project_id" AND t2."name" = ?2)))`,
      postgres: String
        .raw`SELECT concat('[', string_agg(concat('{"id":"', t0."id", '"}'), ','), ']') AS json FROM "flow" AS t0 WHERE (EXISTS (SELECT 1 FROM "flow_run" AS t1 WHERE t1."flow_id" = t0."id" AND t1."state" = $1) OR NOT (EXISTS (SELECT 1 FROM "project" AS t2 WHERE t2."id" = t0."project_id" AND t2."name" = $2)))`,
    },
  },
  {
    name: "a sealed value",
    document: String.raw`{ key_value { key value value_part: value(path: "a") } }`,
    sql: {
      sqlite: String
        .raw`SELECT concat('[', group_concat(concat('{"key":', json_quote(t0."key"), ',"value":MARK ', json_array(t0."value", NULL, 'key_value', t0."tenant_id", t0."key"), 'MARK ,"value_part":MARK ', json_array(t0."value", CAST(?1 AS TEXT), 'key_value', t0."tenant_id", t0."key"), 'MARK }'), ','), ']') AS json FROM "key_value" AS t0`,
      postgres: String
        .raw`SELECT concat('[', string_agg(concat('{"key":', to_json(t0."key"), ',"value":MARK ', json_build_array(t0."value", NULL, 'key_value', t0."tenant_id", t0."key"), 'MARK ,"value_part":MARK ', json_build_array(t0."value", CAST($1 AS TEXT), 'key_value', t0."tenant_id", t0."key"), 'MARK }'), ','), ']') AS json FROM "key_value" AS t0`,
    },
  },
];
