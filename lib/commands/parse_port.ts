import { UsageError } from "../core/errors.ts";

/**
 * Reads the TCP port of a flag.
 *
 * @param text As it was given.
 * @returns A port; 0 stands for a free one.
 * @throws {UsageError} When it is none.
 *
 * @example A port
 * ```ts
 * import { parsePort } from "./parse_port.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parsePort("4200"), 4200);
 * ```
 */
export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65535) return port;
  throw new UsageError(`Cannot use port "${text}": expected a whole number from 0 to 65535`);
}
