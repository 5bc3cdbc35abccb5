import { type Markup, markup } from "./markup.ts";

/** A stretch of time, in milliseconds after the run began. */
export interface Span {
  /** When it begins. */
  readonly start: number;
  /** When it ends. */
  readonly end: number;
}

/** How finely a bar is placed. */
const UNITS = 1000;

/**
 * Finds the time that some cases took together.
 *
 * @param cases When each began, and how long it took.
 * @returns From the first beginning to the last end.
 *
 * @example Two that overlap
 * ```ts
 * import { spanOf } from "./time_bar.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(spanOf([{ started: 5, milliseconds: 10 }, { started: 2, milliseconds: 4 }]), { start: 2, end: 15 });
 * ```
 */
export function spanOf(cases: readonly { readonly started: number; readonly milliseconds: number }[]): Span {
  let [start, end] = [Infinity, 0];
  for (const { started, milliseconds } of cases) {
    start = Math.min(start, started);
    end = Math.max(end, started + milliseconds);
  }
  return { start: Math.min(start, end), end };
}

/**
 * Draws a stretch of time on a longer one. It is SVG because a style attribute is what the page's own policy
 * forbids.
 *
 * @param span What is drawn.
 * @param axis From the left edge to the right one.
 * @returns An image that says nothing to screen readers: the time stands beside it.
 */
export function timeBar(span: Span, axis: Span): Markup {
  const scale = UNITS / Math.max(axis.end - axis.start, 1e-3);
  const x = Math.round((span.start - axis.start) * scale);
  const width = Math.max(1, Math.round((span.end - span.start) * scale));
  return markup`<svg class="bar" viewBox="0 0 ${UNITS} 1" preserveAspectRatio="none" aria-hidden="true"><rect x="${x}" width="${width}" height="1"/></svg>`;
}
