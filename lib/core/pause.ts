/**
 * Waits; at once over when the signal comes, which is no error.
 *
 * @param milliseconds How long; 0 lets others have their turn.
 * @param signal Ends the wait.
 *
 * @example A wait that nobody needs any more
 * ```ts
 * import { pause } from "./pause.ts";
 *
 * await pause(60_000, AbortSignal.abort());
 * ```
 */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = () => resolve();
  // Not `setTimeout`: its first use loads the timers of Node, which takes longer than most waits (Deno 2.9.6).
  const timer = AbortSignal.timeout(Math.max(0, Math.ceil(milliseconds)));
  timer.addEventListener("abort", wake);
  signal?.addEventListener("abort", wake);
  await promise;
  // A timer that nobody listens to keeps no process alive.
  timer.removeEventListener("abort", wake);
  signal?.removeEventListener("abort", wake);
}
