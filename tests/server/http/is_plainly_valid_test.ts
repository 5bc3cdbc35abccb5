import { assert, assertEquals } from "@std/assert";
import { type DocumentNode, type GraphQLSchema, parse, validate } from "graphql";
import { documentRules } from "../../../lib/server/http/document_rules.ts";
import { isPlainlyValid } from "../../../lib/server/http/is_plainly_valid.ts";
import { type Backend, makeSchema } from "../../../lib/server/schema/schema.ts";
import { Dice } from "../../corpus/_dice.ts";
import { Mutations } from "../../corpus/_mutations.ts";
import { Queries } from "../../corpus/_queries.ts";
import { BROKEN, DEPTH, SCHEMA } from "./_broken_documents.ts";
import { suiteDocuments } from "./_suite_documents.ts";

const MOST_DEPTH = 7;
/** How many documents are generated, and how often each document is damaged. */
const GENERATED = 300;
const DAMAGED = 6;
/** Of a hundred valid documents of the suite so many are plain, or the walk is not worth having. */
const PLAIN = 90;

const TOKEN_REGEXP = /\$?\w+|\.\.\.|"""[^]*?"""|"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|\s+|./g;
/** What is put in: what may be missing, and what changes the meaning of what is around it. */
const PIECES = [
  "constructor",
  "__proto__",
  "null",
  "true",
  "1",
  "1.5",
  '"a"',
  "asc",
  "[]",
  "{}",
  "[1]",
  "{ a: 1, a: 2 }",
  "!",
  "$x",
  "$input",
  "= null",
  "... { id }",
  "... on flow { id }",
  "...F",
  "fragment F on flow { id }",
  "@skip(if: true)",
  "(limit: 1)",
  "{ id }",
  "__typename",
  "x: id",
];

function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function generatedDocuments(schema: GraphQLSchema): string[] {
  const samples = new Map();
  const queries = new Queries(new Dice(1), {
    samples,
    names: ["flow", "task", "flow_run", "task_run", "agent"],
  });
  const mutations = new Mutations(new Dice(2), { samples, schema });
  return [queries, mutations].flatMap((writer) =>
    Array.from({ length: GENERATED }, () => writer.next().query)
  );
}

/** The document with a token or two left out, doubled, replaced by others, or put elsewhere. */
function damage(
  text: string,
  { dice, words }: { readonly dice: Dice; readonly words: readonly string[] },
): string {
  const tokens = text.match(TOKEN_REGEXP) ?? [];
  const anywhere = () => Math.floor(dice.next() * tokens.length);
  for (let times = dice.chance(0.7) ? 1 : 2; times > 0; times--) {
    const at = anywhere();
    const put = dice.pick<() => string[]>([
      () => [],
      () => [tokens[at]!, " ", tokens[at]!],
      () => [dice.pick(words)],
      () => [" ", dice.pick(PIECES), " "],
      () => [tokens[at]!, " ", dice.pick(PIECES), " "],
      () => [tokens[anywhere()]!],
    ])();
    tokens.splice(at, 1, ...put);
  }
  return tokens.join("");
}

function findings(schema: GraphQLSchema, document: DocumentNode): string[] {
  return validate(schema, document, documentRules(MOST_DEPTH)).map(({ message }) => message);
}

for (const backend of ["server", "cloud"] satisfies Backend[]) {
  Deno.test(`isPlainlyValid() accepts most valid documents of the suite, on ${backend}`, async () => {
    const schema = makeSchema(backend);
    const whole = await schema.whole();
    const documents = (await suiteDocuments()).map(parsed).filter((one) => one !== undefined);
    const valid = documents.filter((document) => findings(whole, document).length === 0);
    const plain = valid.filter((document) => isPlainlyValid(document, { schema, depth: MOST_DEPTH }));
    assert(valid.length > 500, `${valid.length} valid documents`);
    assert(plain.length * 100 >= valid.length * PLAIN, `${plain.length} of ${valid.length} are plain`);
  });

  Deno.test(`isPlainlyValid() accepts no damaged document that a rule refuses, on ${backend}`, async () => {
    const schema = makeSchema(backend);
    const whole = await schema.whole();
    const documents = [...await suiteDocuments(), ...generatedDocuments(whole)];
    const words = documents.join(" ").match(/\$?\w+/g)!;
    const dice = new Dice(3);
    let accepted = 0;
    for (const text of documents) {
      const attempts = [text, ...Array.from({ length: DAMAGED }, () => damage(text, { dice, words }))];
      for (const attempt of attempts) {
        const document = parsed(attempt);
        if (!document || !isPlainlyValid(document, { schema, depth: MOST_DEPTH })) continue;
        accepted++;
        assertEquals(findings(whole, document), [], attempt);
      }
    }
    assert(accepted > 1500, `${accepted} accepted`);
  });
}

Deno.test("isPlainlyValid() accepts none of the documents that break one rule each", () => {
  for (const text of BROKEN) {
    assertEquals(isPlainlyValid(parse(text), { schema: SCHEMA, depth: DEPTH }), false, text);
  }
});
