/** All that is asked of it. In production graphql does not look for classes of another copy of itself at every type it checks. */
const STAND_IN = { env: { NODE_ENV: "production" } };

/**
 * Hides `process` behind a stand-in from modules that would look at it while they are loaded. graphql asks it whether it is
 * in production; to make the real one takes Deno as long as a whole start without it.
 *
 * @returns Shows it again.
 *
 * @example It is back afterwards
 * ```ts
 * import { hideProcess } from "./hide_process.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const showProcess = hideProcess();
 * assertEquals(globalThis.process.env.NODE_ENV, "production");
 * assertEquals(globalThis.process.argv, undefined);
 * showProcess();
 * assertEquals(typeof globalThis.process.argv, "object");
 * ```
 */
export function hideProcess(): () => void {
  const property = Object.getOwnPropertyDescriptor(globalThis, "process")!;
  Object.defineProperty(globalThis, "process", { configurable: true, writable: true, value: STAND_IN });
  return () => void Object.defineProperty(globalThis, "process", property);
}
