import { lookup } from "node:dns/promises";
import {
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
  type RequestOptions,
} from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { ConfigurationError, UnreachableError } from "../../core/errors.ts";
import type { HookCall } from "./hook_call.ts";

/** How long an answer may take, in milliseconds. Source: `reference/prefect-api.md` §6.6. */
const TIME_OUT = 2000;

/** An address as the resolver gives it. */
export interface Address {
  readonly address: string;
  readonly family: number;
}

/** How far a request may go. */
export interface Reach {
  /** Also to this machine and its neighbours. */
  readonly allowPrivate: boolean;
  /** Ends the request. */
  readonly signal: AbortSignal;
  /** The addresses of a name; asked once. @default the system's resolver */
  readonly resolve?: (host: string) => Promise<Address[]>;
}

function resolveHost(host: string): Promise<Address[]> {
  return lookup(host, { all: true });
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url;
  // The whole address may be a secret, as Slack's are.
  throw new ConfigurationError("Cannot call the address of a cloud hook: expected an http or https URL");
}

/** The addresses of a host, all of them public unless private ones are allowed. */
async function findAddresses(
  host: string,
  { allowPrivate, resolve = resolveHost }: Reach,
): Promise<Address[]> {
  const bare = host.replace(/^\[|\]$/g, "");
  const family = isIP(bare);
  const addresses = family === 0 ? await resolve(bare) : [{ address: bare, family }];
  const isPublic = ({ address }: Address) => ipaddr.process(address).range() === "unicast";
  if (allowPrivate || addresses.every(isPublic)) return addresses;
  throw new ConfigurationError(
    `Cannot call "${host}": it is a private address, expected a public one unless the server was started with --allow-private-hooks`,
  );
}

/** Sends the request to one of the addresses that were checked, whatever a resolver would say by now. */
function send(
  call: HookCall,
  to: { readonly url: URL; readonly addresses: readonly Address[]; readonly signal: AbortSignal },
): Promise<number> {
  const { url, addresses, signal } = to;
  const pinned = ((_host, { all }, done) => {
    const [first] = addresses;
    return all ? done(null, [...addresses]) : done(null, first!.address, first!.family);
  }) as LookupFunction;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const start: (url: URL, options: RequestOptions, done: (answer: IncomingMessage) => void) => ClientRequest =
    url.protocol === "https:" ? httpsRequest : httpRequest;
  const headers = { ...call.headers, "content-length": new TextEncoder().encode(call.body).byteLength };
  const request = start(url, { method: "POST", headers, lookup: pinned, agent: false, signal }, (answer) => {
    resolve(answer.statusCode ?? 0);
    // What it says besides does not matter, and may be endless.
    answer.destroy();
  });
  request.on("error", reject);
  request.end(call.body);
  return promise;
}

/** Rejects when the signal is given: a resolver cannot be stopped. */
function endOf(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason);
  else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  return promise;
}

function reasonOf(error: unknown): string {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  return name === "TimeoutError" || name === "AbortError" ? "no answer in time" : code ?? name ?? "unknown";
}

/**
 * Sends a request to somebody outside: to public addresses only, unless told otherwise, and to no other than those that
 * were looked at; no redirect is followed.
 *
 * @param call The request.
 * @param reach How far it may go.
 * @throws {ConfigurationError} When another try is in vain: no URL, a private address, or it was not taken.
 * @throws {UnreachableError} When another try may help. No message holds more of the URL than its host.
 */
export async function postOutside(call: HookCall, reach: Reach): Promise<void> {
  const url = parseUrl(call.url);
  const limit = AbortSignal.any([reach.signal, AbortSignal.timeout(TIME_OUT)]);
  let status: number;
  try {
    const addresses = await Promise.race([findAddresses(url.hostname, reach), endOf(limit)]);
    status = await send(call, { url, addresses, signal: limit });
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new UnreachableError(`Cannot call "${url.host}": ${reasonOf(error)}, expected an answer`);
  }
  if (status >= 200 && status < 300) return;
  const message = `Cannot call "${url.host}": it answered "${status}", expected 2xx`;
  if (status >= 500 || status === 408 || status === 429) throw new UnreachableError(message);
  throw new ConfigurationError(message);
}
