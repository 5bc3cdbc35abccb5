/**
 * Loads modules that would look at `process` while they are loaded, and find nothing. graphql asks it whether it is in
 * production; to make it takes Deno as long as a whole start without it.
 *
 * @param load Loads them.
 * @returns What they are.
 *
 * @example It is back afterwards
 * ```ts
 * import { withoutProcess } from "./without_process.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await withoutProcess(() => Promise.resolve(typeof globalThis.process)), "undefined");
 * assertEquals(typeof globalThis.process, "object");
 * ```
 */
export async function withoutProcess<T>(load: () => Promise<T>): Promise<T> {
  const property = Object.getOwnPropertyDescriptor(globalThis, "process")!;
  Object.defineProperty(globalThis, "process", { configurable: true, writable: true, value: undefined });
  try {
    return await load();
  } finally {
    Object.defineProperty(globalThis, "process", property);
  }
}
