import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { explorerPage } from "../explorer/explorer_page.ts";
import type { GraphQLClient } from "../graphql/client.ts";
import { GraphQLError } from "../graphql/errors.ts";

/** What the explorer's own little server needs. */
export interface ExplorerProxy {
  /** Sends what the page asks; the page never sees its key. */
  readonly client: GraphQLClient;
  /** A path that cannot be guessed: whoever does not know it gets nothing. */
  readonly token: string;
}

interface Question {
  readonly query: string;
  readonly variables: JsonObject;
  readonly operationName?: string;
}

/** An answer of the API's form, so that the page shows it. */
function failure(status: number, message: string): Response {
  return Response.json({ errors: [{ message }] }, { status });
}

function isLoopback(request: Request, url: URL): boolean {
  return [`127.0.0.1:${url.port}`, `localhost:${url.port}`].includes(request.headers.get("host") ?? "");
}

/**
 * Other pages in the same browser can reach this server too. They cannot send these: a `Host` of loopback (a name that
 * was made to point here has its own), the page's origin, and a content type that needs a preflight.
 */
function isFromPage(request: Request, url: URL): boolean {
  const host = request.headers.get("host") ?? "";
  const site = request.headers.get("sec-fetch-site");
  return isLoopback(request, url) &&
    request.headers.get("origin") === `http://${host}` &&
    (site === null || site === "same-origin") &&
    (request.headers.get("content-type") ?? "").startsWith("application/json");
}

async function readQuestion(request: Request): Promise<Question | undefined> {
  let body: JsonValue;
  try {
    body = await request.json();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!isJsonObject(body) || typeof body.query !== "string") return undefined;
  return {
    query: body.query,
    variables: isJsonObject(body.variables ?? null) ? body.variables as JsonObject : {},
    ...(typeof body.operationName === "string" && { operationName: body.operationName }),
  };
}

async function ask(client: GraphQLClient, request: Request): Promise<Response> {
  const question = await readQuestion(request);
  if (question === undefined) return failure(400, "Expected JSON with a query");
  const { query, variables, operationName } = question;
  const options = { signal: request.signal, ...(operationName !== undefined && { operationName }) };
  const result = await client.execute(query, variables, options);
  if (result.ok) return Response.json({ data: result.data });
  const { error } = result;
  if (!(error instanceof GraphQLError)) return failure(502, error.message);
  return Response.json({ errors: error.errors, ...(error.data !== undefined && { data: error.data }) });
}

/**
 * Makes the handler behind `proctor explore`: the page at one secret path, and next to it the way to the API, on which
 * the client adds its key. Everything else is refused.
 *
 * Source: statement S40.
 *
 * @param options The client and the secret path.
 * @returns From request to response.
 */
export function makeExplorerProxy(options: ExplorerProxy): (request: Request) => Promise<Response> {
  const { client, token } = options;
  const page = `/${token}/`;
  return async (request) => {
    const url = new URL(request.url);
    if (!isLoopback(request, url)) return failure(403, "Refused: this is for 127.0.0.1 alone");
    if (url.pathname === page && request.method === "GET") {
      return await explorerPage({ endpoint: `${page}graphql`, title: `Proctor - ${client.url}` });
    }
    if (url.pathname !== `${page}graphql` || request.method !== "POST") return failure(404, "Not found");
    if (!isFromPage(request, url)) {
      return failure(403, "Refused: this did not come from the explorer's own page");
    }
    return await ask(client, request);
  };
}
