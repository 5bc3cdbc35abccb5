import { dirname, extname, fromFileUrl, join, relative } from "@std/path";
import { NAME_REGEXP } from "../contract/read_recipe.ts";
import { readSuite } from "../contract/read_suite.ts";
import { ConfigurationError, EXIT, type ExitCode, UsageError } from "../core/errors.ts";
import type { ContractCall } from "./contract_call.ts";
import { borrowParts } from "./contract_fixtures.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { contractProgram } from "./contract_program.ts";

const SCHEMA = new URL("../../fixtures/case.schema.json", import.meta.url);

/** What stands in a case that has no document yet; true of every Prefect API. */
const EXAMPLE =
  `# Made first, once for the whole run, and taken away at the end; \${flow_id} is its id. fixtures/setups.toml of
# the package has more of them, and [[setup]] makes your own.
needs = ["a-flow"]
document = '''
query($flow_id: uuid!) {
  flow(where: {id: {_eq: $flow_id}}) { id name }
}
'''
variables = { flow_id = "\${flow_id}" }

[[case.check]]
path = "$.data.flow[*].id"
values = ["\${flow_id}"]
`;

/** A TOML string over several lines, or on one where the text holds the marks that would end it. */
function tomlText(text: string): string {
  return text.includes("'''") ? JSON.stringify(text) : `'''\n${text.trim()}\n'''`;
}

function template(id: string, options: { readonly document: string | undefined; readonly schema: string }) {
  const { document, schema } = options;
  const request = document === undefined ? EXAMPLE : `document = ${tomlText(document)}
# variables = { limit = 5 }

# HTTP 200, no errors, and data. Say more: what must be in it, and in which order.
[[case.check]]
ok = true
# [[case.check]]
# path = "$.data.flow[*].id"
# every = "uuid"
`;
  return `#:schema ${schema}
title = "My cases"
source = "where the promise is written down"

[[case]]
id = "${id}"
title = "One sentence: what the API promises"
# A statement of fixtures/statements.toml; proctor contract --coverage prints them.
proves = ["S41"]
# level = "should"          # "must" unless told otherwise
# backends = ["cloud"]      # all unless told otherwise
# as = "anonymous"          # the administrator unless told otherwise
${request}
# A promise has two sides: what must be refused, or must not match.
# [[case]]
# id = "${id}-counter"
# title = "What the API refuses"
# proves = ["S41"]
# document = 'query { flow(where: {id: {_eq: "no uuid"}}) { id } }'
# [[case.check]]
# error = { code = "data-exception" }
`;
}

async function readDocument(document: string | undefined): Promise<string | undefined> {
  if (document === undefined || !document.startsWith("@")) return document;
  const path = document.slice(1);
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new ConfigurationError(`Read "${path}" failed: no such file, check --document`, { cause: error });
  }
}

/** Where the file goes: into the folder that `--fixtures` names, or under the very name that it gives. */
function pathOf(id: string, fixtures = ""): string {
  return extname(fixtures) === ".toml" ? fixtures : join(fixtures, `${id}.toml`);
}

function schemaFrom(path: string): string {
  if (SCHEMA.protocol !== "file:") return SCHEMA.href;
  return relative(dirname(join(Deno.cwd(), path)), fromFileUrl(SCHEMA));
}

/**
 * `proctor contract --new ID`: writes a first case to go on from, which passes as it is.
 *
 * @param flags The command line, with the id.
 * @param call Where to print.
 * @returns The exit code.
 * @throws {UsageError} When the id is no id, or the file is there already.
 * @throws {FixtureError} When what came out could not be read.
 * @throws {ConfigurationError} When the file of `--document` is not there.
 */
export async function writeNewCase(
  flags: ContractFlags & { readonly new: string },
  call: ContractCall,
): Promise<ExitCode> {
  const { new: id, fixtures } = flags;
  if (!NAME_REGEXP.test(id)) {
    throw new UsageError(`Cannot use id "${id}": expected lower case letters and digits, joined by "-"`);
  }
  const path = pathOf(id, fixtures);
  const document = await readDocument(flags.document);
  const text = template(id, { document, schema: schemaFrom(path) });
  readSuite([...await borrowParts(), { name: path, text }]);
  await Deno.mkdir(dirname(path), { recursive: true });
  try {
    await Deno.writeTextFile(path, text, { createNew: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    throw new UsageError(`Cannot write "${path}": it is there already, choose another id`);
  }
  call.terminal.stderr.write(`Wrote "${path}". Run it, and again at each change, with\n`);
  call.terminal.stdout.write(`${contractProgram()} --watch --fixtures ${path}\n`);
  return EXIT.ok;
}
