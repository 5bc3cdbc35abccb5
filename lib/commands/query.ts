import { EXIT, type ExitCode, UsageError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { GraphQLError } from "../graphql/errors.ts";
import type { Call } from "./define_command.ts";
import { type NamedText, readVariables } from "./read_variables.ts";
import { runJq } from "./run_jq.ts";
import { openSession } from "./session.ts";
import type { TargetFlags } from "./target_flags.ts";

/** The flags of `proctor query`, parsed. */
export interface QueryFlags extends TargetFlags {
  /** Variables that are texts. */
  readonly field: readonly NamedText[];
  /** Variables that are JSON. */
  readonly typedField: readonly NamedText[];
  /** All variables: JSON, `@file` or `-`. */
  readonly variables?: string;
  /** Which operation of several. */
  readonly operation?: string;
  /** Ask for page after page. */
  readonly paginate: boolean;
  /** A jq program for the data. */
  readonly jq?: string;
}

/** How many rows go through jq at once. */
const BATCH = 200;

async function readSource(path: string): Promise<string> {
  if (path === "-") return await new Response(Deno.stdin.readable).text();
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UsageError(`Cannot read "${path}": there is no such file`, { cause: error });
  }
}

async function readDocument(argument: string): Promise<string> {
  if (argument === "-") return await readSource("-");
  return argument.startsWith("@") ? await readSource(argument.slice(1)) : argument;
}

async function format(inputs: readonly unknown[], jq: string | undefined): Promise<string> {
  if (jq !== undefined) return await runJq(jq, inputs);
  return inputs.map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** The rows of all pages: one JSON value per line, as they come. */
async function* pages(rows: AsyncIterable<unknown>, jq: string | undefined): AsyncGenerator<string> {
  let batch: unknown[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield await format(batch, jq);
    batch = [];
  }
  if (batch.length > 0) yield await format(batch, jq);
}

/** A refusal comes with data too: a `null` for each field. */
function holdsSomething(data: unknown): boolean {
  return Object.values(Object(data)).some((value) => value !== null);
}

/**
 * `proctor query`: sends one document and prints its data.
 *
 * Source: statements S38, S51.
 *
 * @param flags The command line.
 * @param call The document, and where to print.
 * @returns The exit code.
 * @throws {UsageError} When a variable cannot be read or jq does not understand its program.
 * @throws {GraphQLError} When the API answers with errors; what data came is printed first.
 */
export async function runQuery(flags: QueryFlags, { terminal, args }: Call): Promise<ExitCode> {
  const [argument] = args;
  if (argument === undefined) {
    throw new UsageError("No document was given: expected GraphQL, @file, or - for standard input");
  }
  if (argument === "-" && flags.variables === "-") {
    throw new UsageError(
      "Cannot read both document and variables from standard input: put one of them in a file",
    );
  }
  const document = await readDocument(argument);
  const variables: JsonObject = await readVariables(flags, readSource);
  const { client } = await openSession(flags, { terminal });
  if (flags.paginate) {
    const { paginate } = await import("../graphql/paginate.ts");
    for await (const text of pages(paginate(client, document, { variables }), flags.jq)) {
      terminal.stdout.write(text);
    }
    return EXIT.ok;
  }
  const options = flags.operation === undefined ? {} : { operationName: flags.operation };
  const result = await client.execute(document, variables, options);
  const data: unknown = result.ok
    ? result.data
    : result.error instanceof GraphQLError
    ? result.error.data
    : undefined;
  if (result.ok || holdsSomething(data)) {
    const text = flags.jq === undefined
      ? `${JSON.stringify(data, undefined, 2)}\n`
      : await runJq(flags.jq, [data]);
    terminal.stdout.write(text);
  }
  if (!result.ok) throw result.error;
  return EXIT.ok;
}
