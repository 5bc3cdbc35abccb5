import type { RunEvent } from "../run_events.ts";

/**
 * Writes an event of a run as a line of NDJSON. The lines follow each other as the run goes, so a reader can watch
 * it; folded together they are the report.
 *
 * @param event The event.
 * @returns A line of JSON; nothing for progress, which says nothing that the verdicts do not.
 *
 * @example A warning
 * ```ts
 * import { ndjsonLine } from "./ndjson_line.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ndjsonLine({ type: "warning", message: "left\nbehind" }), '{"type":"warning","message":"left\\nbehind"}\n');
 * assertEquals(ndjsonLine({ type: "progress", done: 1, total: 2 }), "");
 * ```
 */
export function ndjsonLine(event: RunEvent): string {
  if (event.type === "progress") return "";
  if (event.type !== "start") return `${JSON.stringify(event)}\n`;
  const targets = event.targets.map(({ name, url, backend }) => ({ name, url, backend }));
  return `${JSON.stringify({ ...event, targets })}\n`;
}
