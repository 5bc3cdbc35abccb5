/**
 * Hides `process` from modules that would look at it while they are loaded. graphql asks it whether it is in production;
 * to make it takes Deno as long as a whole start without it.
 *
 * @returns Shows it again.
 *
 * @example It is back afterwards
 * ```ts
 * import { hideProcess } from "./hide_process.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const showProcess = hideProcess();
 * assertEquals(typeof globalThis.process, "undefined");
 * showProcess();
 * assertEquals(typeof globalThis.process, "object");
 * ```
 */
export function hideProcess(): () => void {
  const property = Object.getOwnPropertyDescriptor(globalThis, "process")!;
  Object.defineProperty(globalThis, "process", { configurable: true, writable: true, value: undefined });
  return () => void Object.defineProperty(globalThis, "process", property);
}
