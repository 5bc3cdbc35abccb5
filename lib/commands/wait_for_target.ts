import { UnreachableError } from "../core/errors.ts";
import { pause } from "../core/pause.ts";

/** What stands in front of a server says so while the server is still coming up. */
const NOT_YET = [502, 503, 504];
const PAUSE = 100;
const PATIENCE = 5000;

/** Whether anything answers; a server that takes requests and never answers is not up. */
async function isUp(url: string, milliseconds: number): Promise<boolean> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), milliseconds);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"query":"{ __typename }"}',
      redirect: "manual",
      signal: controller.signal,
    });
    await response.body?.cancel();
    return !NOT_YET.includes(response.status);
  } catch (error) {
    if (error instanceof TypeError || controller.signal.aborted) return false;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits until a target answers, whatever it says.
 *
 * @param url Where it is to come up.
 * @param seconds How long at most.
 * @throws {UnreachableError} When it has not by then.
 */
export async function waitForTarget(url: string, seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!await isUp(url, Math.min(PATIENCE, end - performance.now()))) {
    const rest = end - performance.now();
    if (rest <= 0) {
      throw new UnreachableError(
        `Wait for "${url}" failed: nothing answered within ${seconds} s, start the server or check the address`,
      );
    }
    await pause(Math.min(PAUSE, rest));
  }
}
