/** What is sent in the suite bench, by whatever tool. */
import { flowName } from "./dataset.ts";

/** How many requests are sent. */
export const CASES = 1000;

/** What is asked. */
export const DOCUMENT = "query($name: String) { flow(where: { name: { _eq: $name } }) { id name version } }";

/** What every id must match. */
export const UUID_PATTERN = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";

/**
 * What is sent.
 *
 * @param position Of the flow that is asked for, from 0 on.
 * @returns The body of the request.
 */
export function bodyOf(position: number): string {
  return JSON.stringify({ query: DOCUMENT, variables: { name: flowName(position) } });
}
