import type { ASTNode, GraphQLError } from "graphql";
import { getLocation } from "graphql/language/location.mjs";
import { maskKeys } from "../../core/mask_keys.ts";
import { ApiError } from "../model/api_error.ts";
import { olderWording } from "./wording.ts";

/** What goes back to the client for one operation. */
export interface Answer {
  /** 400 for what was refused before anything ran. */
  readonly status: 200 | 400;
  /** JSON. */
  readonly text: string;
}

/** What Prefect's service says of a fault of its own; the reason stays on the server. */
const INTERNAL_ERROR = "Unable to complete operation. An internal API error occurred.";

/**
 * The answer to an operation that was refused as a whole, before anything of it ran.
 *
 * Source: `reference/prefect-api.md` §7.1.
 *
 * @param errors From the parser, a validation rule or the coercion of variables.
 * @param code `extensions.code` of each.
 * @returns Status 400, no `data`.
 *
 * @example A document that cannot be read
 * ```ts
 * import { GraphQLError } from "graphql";
 * import { refusal } from "./answer.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { status, text } = refusal([new GraphQLError("Unknown operation named \"Z\".")], "INTERNAL_SERVER_ERROR");
 * assertEquals(status, 400);
 * assertEquals(JSON.parse(text).errors[0].extensions, { code: "INTERNAL_SERVER_ERROR" });
 * ```
 */
export function refusal(errors: readonly GraphQLError[], code: string): Answer {
  const entries = errors.map((error) => ({
    message: maskKeys(olderWording(error.message)),
    ...(error.locations && { locations: error.locations }),
    extensions: { code },
  }));
  return { status: 400, text: JSON.stringify({ errors: entries }) };
}

/**
 * One entry of `errors` for a root field that failed.
 *
 * Source: `reference/prefect-api.md` §7.2, §7.3; `reference/hasura.md` §1.1.
 *
 * @param error What was thrown; only an {@linkcode ApiError} is told to the client.
 * @param at The response key and the node of the field.
 * @returns JSON text.
 */
export function fieldError(error: unknown, at: { readonly key: string; readonly node: ASTNode }): string {
  const known = error instanceof ApiError ? error : new ApiError(INTERNAL_ERROR);
  const { code, enginePath } = known;
  const message = maskKeys(known.message);
  const location = at.node.loc && getLocation(at.node.loc.source, at.node.loc.start);
  return JSON.stringify({
    message,
    ...(location && { locations: [location] }),
    path: [at.key],
    extensions: { ...(enginePath !== undefined && { path: enginePath }), code, exception: { message } },
  });
}
