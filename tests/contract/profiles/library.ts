import { buildSchema, graphql, GraphQLError } from "graphql";

/** What a library can be wrong in. */
export type Defect =
  | "open door"
  | "null is unequal"
  | "limit before order"
  | "reader deletes"
  | "swapped authors";

/** A library that listens. */
export interface Library extends AsyncDisposable {
  readonly url: string;
  /** The rows that are left. */
  readonly size: () => number;
}

interface Author {
  readonly id: string;
  readonly name: string;
}

interface Book {
  readonly id: string;
  readonly author_id: string;
  readonly title: string;
  readonly pages: number | null;
}

type Row = Author | Book;
type Comparison = Readonly<Record<string, unknown>>;
type Where = { readonly [key: string]: Comparison | Where | readonly Where[] };

interface ListArguments {
  readonly where?: Where;
  readonly order_by?: Readonly<Record<string, "asc" | "desc">>;
  readonly limit?: number;
}

interface NewAuthor {
  readonly name: string;
  readonly books: { readonly data: readonly { readonly title: string; readonly pages: number | null }[] };
}

const SCHEMA = buildSchema(`
scalar uuid
enum order_by { asc desc }
input uuid_comparison_exp { _eq: uuid _in: [uuid!] }
input String_comparison_exp { _eq: String _neq: String _in: [String!] _is_null: Boolean }
input Int_comparison_exp { _eq: Int _neq: Int _gt: Int _is_null: Boolean }
input author_bool_exp { _and: [author_bool_exp!] _not: author_bool_exp id: uuid_comparison_exp name: String_comparison_exp }
input book_bool_exp {
  _and: [book_bool_exp!] _not: book_bool_exp
  id: uuid_comparison_exp author_id: uuid_comparison_exp title: String_comparison_exp pages: Int_comparison_exp
}
input author_order_by { name: order_by }
input book_order_by { title: order_by pages: order_by }
type author { id: uuid! name: String! books(where: book_bool_exp, order_by: book_order_by, limit: Int): [book!]! }
type book { id: uuid! title: String! pages: Int author: author! }
type count { count: Int! }
type aggregate { aggregate: count! }
type library { id: uuid! }
type secret { secret: String! }
input new_book { title: String! pages: Int }
input new_books { data: [new_book!]! }
input new_author { name: String! books: new_books! }
type Query {
  library: library!
  author(where: author_bool_exp, order_by: author_order_by, limit: Int): [author!]!
  author_by_pk(id: uuid!): author
  author_aggregate(where: author_bool_exp): aggregate!
  book(where: book_bool_exp, order_by: book_order_by, limit: Int): [book!]!
  book_by_pk(id: uuid!): book
  book_aggregate(where: book_bool_exp): aggregate!
}
type Mutation {
  insert_author_one(object: new_author!): author!
  delete_author_by_pk(id: uuid!): author
  delete_book_by_pk(id: uuid!): book
  issue_secret(role: String!): secret!
  revoke_secret(secret: String!): Boolean!
}`);

/** Three-valued, as in SQL: `undefined` is unknown. */
function compare(value: unknown, comparison: Comparison, defect: Defect | undefined): boolean | undefined {
  const answers = Object.entries(comparison).map(([operator, operand]) => {
    if (operator === "_is_null") return (value === null) === operand;
    if (value === null) return defect === "null is unequal" && operator === "_neq" ? true : undefined;
    if (operator === "_eq") return value === operand;
    if (operator === "_neq") return value !== operand;
    if (operator === "_in") return (operand as unknown[]).includes(value);
    return (value as number) > (operand as number);
  });
  return every(answers);
}

function every(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function holds(row: Row, where: Where, defect: Defect | undefined): boolean | undefined {
  return every(
    Object.entries(where).map(([key, value]) => {
      if (key === "_and") return every((value as Where[]).map((part) => holds(row, part, defect)));
      if (key === "_not") {
        const inner = holds(row, value as Where, defect);
        return inner === undefined ? undefined : !inner;
      }
      return compare(row[key as keyof Row], value as Comparison, defect);
    }),
  );
}

function sorted<T extends Row>(rows: readonly T[], order: ListArguments["order_by"] = {}): T[] {
  const [[column, direction] = ["id", "asc"]] = Object.entries(order);
  const sign = direction === "desc" ? -1 : 1;
  const key = (row: T) => `${row[column as keyof T]}`;
  return rows.toSorted((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** The tables, and what can be asked of them. */
class Shelves {
  readonly authors = new Map<string, Author>();
  readonly books = new Map<string, Book>();
  readonly secrets = new Map<string, string>();
  readonly #defect: Defect | undefined;

  constructor(defect: Defect | undefined) {
    this.#defect = defect;
  }

  list<T extends Row>(rows: Iterable<T>, { where = {}, order_by, limit = Infinity }: ListArguments): T[] {
    const found = [...rows].filter((row) => holds(row, where, this.#defect) === true);
    if (this.#defect === "limit before order") return sorted(found.slice(0, limit), order_by);
    return sorted(found, order_by).slice(0, limit);
  }

  author(author: Author | undefined): unknown {
    if (!author) return null;
    const own = () => [...this.books.values()].filter(({ author_id }) => author_id === author.id);
    return {
      ...author,
      books: (args: ListArguments) => this.list(own(), args).map((book) => this.book(book)),
    };
  }

  book(book: Book | undefined): unknown {
    if (!book) return null;
    const [other] = this.authors.values();
    const owner = this.authors.get(book.author_id);
    const author = this.#defect === "swapped authors" ? { ...other!, id: crypto.randomUUID() } : owner;
    return { ...book, author: () => this.author(author) };
  }

  insert({ name, books }: NewAuthor): unknown {
    const author = { id: crypto.randomUUID(), name };
    this.authors.set(author.id, author);
    for (const { title, pages } of books.data) {
      const id = crypto.randomUUID();
      this.books.set(id, { id, author_id: author.id, title, pages });
    }
    return this.author(author);
  }

  deleteAuthor(id: string): unknown {
    const author = this.authors.get(id);
    this.authors.delete(id);
    for (const book of [...this.books.values()]) if (book.author_id === id) this.books.delete(book.id);
    return author && { ...author, books: [] };
  }

  deleteBook(id: string): unknown {
    const book = this.books.get(id);
    this.books.delete(id);
    return this.book(book);
  }
}

type Roots = Record<string, (args: never) => unknown>;

function rootsOf(shelves: Shelves, { role, defect }: { role: string; defect: Defect | undefined }): Roots {
  const asAdmin = <A, R>(act: (args: A) => R) => (args: A) => {
    if (role === "admin" || defect === "reader deletes") return act(args);
    throw new GraphQLError("not for readers", { extensions: { code: "permission-denied" } });
  };
  const { authors, books, secrets } = shelves;
  return {
    library: () => ({ id: "5e4ac7bd-0000-4000-8000-000000000001" }),
    author: (args: ListArguments) => shelves.list(authors.values(), args).map((row) => shelves.author(row)),
    author_by_pk: ({ id }: { id: string }) => shelves.author(authors.get(id)),
    author_aggregate: (args: ListArguments) => ({
      aggregate: { count: shelves.list(authors.values(), args).length },
    }),
    book: (args: ListArguments) => shelves.list(books.values(), args).map((row) => shelves.book(row)),
    book_by_pk: ({ id }: { id: string }) => shelves.book(books.get(id)),
    book_aggregate: (args: ListArguments) => ({
      aggregate: { count: shelves.list(books.values(), args).length },
    }),
    insert_author_one: asAdmin(({ object }: { object: NewAuthor }) => shelves.insert(object)),
    delete_author_by_pk: asAdmin(({ id }: { id: string }) => shelves.deleteAuthor(id)),
    delete_book_by_pk: asAdmin(({ id }: { id: string }) => shelves.deleteBook(id)),
    issue_secret: asAdmin(({ role }: { role: string }) => {
      const secret = crypto.randomUUID() + crypto.randomUUID();
      secrets.set(secret, role);
      return { secret };
    }),
    revoke_secret: asAdmin(({ secret }: { secret: string }) => secrets.delete(secret)),
  };
}

/**
 * Starts a small API in the manner of Hasura that has nothing to do with Prefect's.
 *
 * @param options The administrator's secret, and what is wrong with it, if anything.
 * @returns Where it listens; it ends when this is disposed of.
 */
export function startLibrary(options: { readonly secret: string; readonly defect?: Defect }): Library {
  const { secret, defect } = options;
  const shelves = new Shelves(defect);
  shelves.secrets.set(secret, "admin");
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const given = request.headers.get("x-hasura-admin-secret") ?? "";
    const role = shelves.secrets.get(given) ?? (defect === "open door" ? "reader" : undefined);
    const { query, variables } = await request.json();
    if (role === undefined) {
      const message = "invalid x-hasura-admin-secret/x-hasura-access-key";
      return Response.json({ errors: [{ message, extensions: { path: "$", code: "access-denied" } }] });
    }
    const rootValue = rootsOf(shelves, { role, defect });
    return Response.json(
      await graphql({ schema: SCHEMA, source: query, variableValues: variables, rootValue }),
    );
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    size: () => shelves.authors.size + shelves.books.size + shelves.secrets.size - 1,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
