import { GraphQLError } from "graphql/error/GraphQLError.mjs";
import { Kind } from "graphql/language/kinds.mjs";
import { RepeatCache } from "../../core/repeat_cache.ts";
import { OPEN, type Principal } from "../access/principal.ts";
import { ApiError } from "../model/api_error.ts";
import { type Answer, refusal } from "./answer.ts";
import { checkBody, decodeBody, decodeUrl, HttpRefusal, readBody } from "./decode.ts";
import { answerOperation, execute, type Sender, type Service } from "./execute.ts";
import type { Health } from "./health.ts";
import { inTime } from "./in_time.ts";
import { type OperationRequest, type ReadyOperation, readyOperation } from "./ready_operation.ts";
import { requestTime } from "./request_time.ts";

/** A request that was answered. */
export interface AnsweredRequest {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly milliseconds: number;
}

/** Tells by the headers of a request who sends it, as of a time in milliseconds since 1970. */
export type Authenticate = (headers: Headers, now: number) => Promise<Principal>;

/** What the handler of a backend needs. */
export interface HandlerOptions extends Service {
  readonly health: Health;
  /** The resident memory of the process. */
  readonly memoryBytes: () => number;
  /** Hears of every answer, where somebody wants to. */
  readonly onAnswer?: ((request: AnsweredRequest) => void) | undefined;
  readonly backend: "server" | "cloud";
  /** Without it everybody may do everything. */
  readonly authenticate: Authenticate | undefined;
  /** The longest body, in bytes. */
  readonly mostBytes: number;
  /** How long a body may take to arrive, in milliseconds. */
  readonly requestTimeout: number;
  /** Whether requests may shift the clock, see `requestTime`. */
  readonly testClock: boolean;
}

/** The UI runs at another origin than the API and sends headers of its own (`reference/clients.md` (e)). */
const CORS = { "access-control-allow-origin": "*" } as const;
const JSON_HEADERS = { "content-type": "application/json; charset=utf-8" } as const;
/** A second header costs a small answer a twentieth of its time, so it goes to those who read it: browsers. */
const BROWSER_HEADERS = { ...CORS, ...JSON_HEADERS, vary: "Origin" } as const;
const HEALTH_HEADERS = { ...CORS, "content-type": "application/health+json" } as const;
const METRICS_HEADERS = { "content-type": "text/plain; version=0.0.4; charset=utf-8" } as const;
/** How many characters of bodies are remembered. */
const KNOWN = 200_000;
/** How long a body may be that is: what is longer is seldom sent twice. */
const LONGEST_KNOWN = 4_000;
const HEALTH_PATH = "/.well-known/apollo/server-health";

function preflight(request: Request): Response {
  const asked = request.headers.get("access-control-request-headers");
  return new Response(null, {
    status: 204,
    headers: {
      ...CORS,
      "access-control-allow-methods": "GET,HEAD,PUT,PATCH,POST,DELETE",
      ...(asked !== null && { "access-control-allow-headers": asked }),
      vary: "Access-Control-Request-Headers",
    },
  });
}

function textAnswer(refused: HttpRefusal): Response {
  const type = refused.message.startsWith("<") ? "text/html" : "text/plain";
  const headers = { ...CORS, ...refused.headers, "content-type": `${type}; charset=utf-8` };
  return new Response(refused.message, { status: refused.status, headers });
}

/** That the connection ends after it, the HTTP layer says by itself. */
function tooSlow(milliseconds: number): HttpRefusal {
  return new HttpRefusal(
    408,
    `Cannot wait for the body any longer: expected all of it within ${milliseconds / 1000} seconds`,
  );
}

/** Deno's server does not stop while a body is neither read nor sent to its end (Deno 2.9.6). */
async function discard({ body, bodyUsed }: Request): Promise<void> {
  if (body === null || bodyUsed) return;
  const reader = body.getReader();
  while (!(await reader.read()).done);
}

/** A mutation by GET could be sent by any link. */
async function refuseMutation(service: Service, { query, operationName }: OperationRequest): Promise<void> {
  const document = await service.documents.get(query);
  if (document.kind === "invalid") return;
  const asked = document.operations.filter((one) =>
    operationName === null || one.name?.value === operationName
  );
  if (asked.every((one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === "query")) return;
  throw new HttpRefusal(405, "GET supports only query operation", { headers: { allow: "POST" } });
}

async function identify(
  request: Request,
  { authenticate, now }: { readonly authenticate: Authenticate; readonly now: number },
): Promise<Sender> {
  const { headers } = request;
  const signal = () => request.signal;
  try {
    return { principal: await authenticate(headers, now), headers, now, signal };
  } catch (error) {
    if (error instanceof ApiError) return { principal: error, headers, now, signal };
    throw error;
  }
}

/** A person who opens the address in a browser is shown the explorer; programs ask for JSON, or ask something (S40). */
function isBrowser(headers: Headers, { searchParams }: URL): boolean {
  return !searchParams.has("query") && (headers.get("accept") ?? "").includes("text/html");
}

/** What a GET is answered with that asks nothing by GraphQL; `undefined` when it does. */
async function answerPage(options: HandlerOptions, request: Request): Promise<Response | undefined> {
  const { backend, metrics } = options;
  const url = new URL(request.url);
  if (url.pathname === HEALTH_PATH) return new Response('{"status":"pass"}', { headers: HEALTH_HEADERS });
  if (url.pathname === "/health" && url.search === "") return await options.health.answer();
  if (url.pathname === "/metrics" && url.search === "") {
    return new Response(metrics.format({ memoryBytes: options.memoryBytes() }), { headers: METRICS_HEADERS });
  }
  if (!isBrowser(request.headers, url)) return undefined;
  const { explorerPage } = await import("../../explorer/explorer_page.ts");
  return await explorerPage({ endpoint: url.pathname, title: `Proctor - ${backend}` });
}

/** Answers the members of an array, one after the other. */
async function answerBatch(
  options: HandlerOptions,
  operations: ReadonlyArray<OperationRequest | string>,
  sender: Sender,
): Promise<string> {
  const texts: string[] = [];
  for (const operation of operations) {
    const { text } = typeof operation === "string"
      ? refusal([new GraphQLError(operation)], "INTERNAL_SERVER_ERROR")
      : await execute(options, operation, sender);
    texts.push(text);
  }
  return `[${texts.join(",")}]`;
}

/**
 * Makes the handler of a backend: GraphQL at every path, as at Prefect's gateway.
 *
 * Source: `reference/prefect-api.md` §1.1, §1.2.
 *
 * @param options The backend and what it works with.
 * @returns From request to response; never rejects.
 */
export function makeHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  const { metrics, onAnswer, requestTimeout, authenticate } = options;
  const patience = { milliseconds: requestTimeout, late: () => tooSlow(requestTimeout) };
  const known = new RepeatCache<ReadyOperation>({ most: KNOWN, weigh: (body) => body.length });

  const answerNew = async (body: string, sender: Sender): Promise<Answer> => {
    const decoded = decodeBody(body);
    if (decoded.kind === "batch") {
      return { status: 200, text: await answerBatch(options, decoded.operations, sender) };
    }
    const ready = await readyOperation(options, decoded.operation);
    if (ready.kind === "refused") return ready.answer;
    if (ready.isQuery && body.length <= LONGEST_KNOWN) known.set(body, ready);
    return await answerOperation(options, ready, sender);
  };

  /** Remembers what may come again: agents and pages ask the same all day. */
  const answerBody = (body: string, sender: Sender): Answer | Promise<Answer> => {
    const ready = known.get(body);
    return ready ? answerOperation(options, ready, sender) : answerNew(body, sender);
  };

  // One function, though a long one: each further `await` adds a few hundredths to the time of a small query.
  return async (request) => {
    const begun = performance.now();
    const { method, headers } = request;
    metrics.begin();
    let response: Response;
    try {
      const page = method === "GET"
        ? await answerPage(options, request)
        : method === "OPTIONS"
        ? preflight(request)
        : undefined;
      if (page) response = page;
      else {
        const asked = method === "GET" || method === "HEAD"
          ? decodeUrl(new URL(request.url))
          : await inTime(readBody(request, options.mostBytes), patience);
        if (typeof asked === "string") checkBody(asked, headers);
        else await refuseMutation(options, asked);
        const now = requestTime(headers, options);
        const sender = authenticate
          ? await identify(request, { authenticate, now })
          : { principal: OPEN, headers, now, signal: () => request.signal };
        const answer = typeof asked === "string"
          ? answerBody(asked, sender)
          : execute(options, asked, sender);
        const { status, text } = answer instanceof Promise ? await answer : answer;
        const init = { status, headers: headers.get("origin") === null ? JSON_HEADERS : BROWSER_HEADERS };
        response = new Response(text, init);
      }
    } catch (error) {
      if (error instanceof HttpRefusal) discard(request).catch(() => {});
      else options.onFault(error);
      response = textAnswer(
        error instanceof HttpRefusal ? error : new HttpRefusal(500, "Internal Server Error"),
      );
    }
    const { status } = response;
    const milliseconds = performance.now() - begun;
    metrics.end({ status, milliseconds });
    onAnswer?.({ method, url: request.url, status, milliseconds });
    return response;
  };
}
