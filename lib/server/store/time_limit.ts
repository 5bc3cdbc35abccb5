import { ApiError } from "../model/api_error.ts";

/**
 * What clients are told when a statement ran for as long as it may. Prefect's and Hasura's own services have no such
 * limit (`reference/hasura.md` §11), so the words are ours.
 *
 * @param milliseconds The limit.
 * @param cause What stopped it.
 * @returns What to throw.
 *
 * @example A minute
 * ```ts
 * import { outOfTime } from "./time_limit.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { code, message } = outOfTime(60_000);
 * assertEquals([code, message.startsWith("The query was stopped after 60 seconds")], ["timeout", true]);
 * ```
 */
export function outOfTime(milliseconds: number, cause?: unknown): ApiError {
  const message = `The query was stopped after ${milliseconds / 1000} seconds: ` +
    "expected it to take less, ask for fewer rows or for what an index serves";
  return new ApiError(message, { code: "timeout", cause });
}

/**
 * What ends a read whose client does not wait for it any longer; nobody is told.
 *
 * @returns What to throw.
 */
export function abandoned(): ApiError {
  return new ApiError("The query was stopped: its client has gone away", { code: "unexpected" });
}
