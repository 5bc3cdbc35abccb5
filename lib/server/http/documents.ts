import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from "graphql";
import { GraphQLError } from "graphql/error/GraphQLError.mjs";
import { Kind } from "graphql/language/kinds.mjs";
import { parse } from "graphql/language/parser.mjs";
import { RepeatCache } from "../../core/repeat_cache.ts";
import { fragmentsOf } from "../plan/selection.ts";
import type { LazySchema } from "../schema/lazy_schema.ts";
import { isPlainlyValid } from "./is_plainly_valid.ts";
import { parseSparingly } from "./parse_sparingly.ts";

/** A document that can be executed. */
export interface ValidDocument {
  readonly kind: "valid";
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** A document that cannot. */
export interface InvalidDocument {
  readonly kind: "invalid";
  readonly code: "GRAPHQL_PARSE_FAILED" | "GRAPHQL_VALIDATION_FAILED";
  readonly errors: readonly GraphQLError[];
}

/** A text that was read. */
export type ReadDocument = ValidDocument | InvalidDocument;

function validDocument(document: DocumentNode): ValidDocument {
  return {
    kind: "valid",
    document,
    operations: document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION),
    fragments: fragmentsOf(document),
  };
}

/** What a server does not let a document exceed. */
export interface DocumentLimits {
  /** Levels below the root fields. */
  readonly depth: number;
  /** Lexical tokens, so that a body of the permitted size cannot keep the parser busy. */
  readonly tokens: number;
}

/** How many characters of text are remembered; what became of a text takes some twenty-five bytes for each. */
const KEPT = 500_000;

/**
 * Reads and checks documents. What became of a text is kept when it comes a second time: most clients write the values
 * into their documents, and few of these ever come again.
 */
export class Documents {
  readonly #schema: LazySchema;
  readonly #limits: DocumentLimits;
  readonly #known = new RepeatCache<ReadDocument>({ most: KEPT, weigh: (text) => text.length });

  /**
   * @param schema To check against.
   * @param limits What documents may not exceed.
   */
  constructor(schema: LazySchema, limits: DocumentLimits) {
    this.#schema = schema;
    this.#limits = limits;
  }

  /**
   * The document of a text.
   *
   * @param text GraphQL.
   * @returns The document, or what is wrong with it; at once unless the rules have to be asked, or types to be loaded.
   */
  get(text: string): ReadDocument | Promise<ReadDocument> {
    const known = this.#known.get(text);
    if (known) return known;
    const read = this.#read(text);
    return read instanceof Promise ? read.then((judged) => this.#keep(text, judged)) : this.#keep(text, read);
  }

  #keep(text: string, read: ReadDocument): ReadDocument {
    this.#known.set(text, read);
    return read;
  }

  #read(text: string): ReadDocument | Promise<ReadDocument> {
    const { depth, tokens } = this.#limits;
    let document: DocumentNode;
    let isPlain: boolean;
    try {
      document = parseSparingly(text, { tokens });
      isPlain = isPlainlyValid(document, { schema: this.#schema, depth });
      // A rule may point at anything.
      if (!isPlain) document = parse(text, { maxTokens: tokens });
    } catch (error) {
      // All of it recurses, and so does a document of a million braces.
      const errors = [
        error instanceof GraphQLError ? error : new GraphQLError("Syntax Error: Document is too deep"),
      ];
      return { kind: "invalid", code: "GRAPHQL_PARSE_FAILED", errors };
    }
    if (isPlain) return validDocument(document);
    return this.#schema.isComplete ? this.#judge(document, depth) : this.#readAgain(text);
  }

  async #readAgain(text: string): Promise<ReadDocument> {
    await this.#schema.complete();
    return this.#read(text);
  }

  /** The rules take long to load, and most programs never send what has to be judged by them. */
  async #judge(document: DocumentNode, depth: number): Promise<ReadDocument> {
    const { validate } = await import("graphql/validation/validate.mjs");
    const { documentRules } = await import("./document_rules.ts");
    const errors = validate(await this.#schema.whole(), document, documentRules(depth));
    if (errors.length > 0) return { kind: "invalid", code: "GRAPHQL_VALIDATION_FAILED", errors };
    return validDocument(document);
  }
}
