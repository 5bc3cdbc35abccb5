import type { Target, Verdict } from "../run_events.ts";

/** Tells the targets of a run apart. */
export interface TargetLabels {
  /** In the order of the run, without repetition. */
  readonly all: readonly string[];
  /** The label of the target a verdict is about. */
  readonly of: (verdict: Pick<Verdict, "backend" | "target">) => string;
}

/**
 * Names the targets of a run as briefly as they can be told apart: by backend, and where two have the same one, by
 * name too.
 *
 * @param targets Of the run.
 * @returns The labels.
 *
 * @example Two servers
 * ```ts
 * import { targetLabels } from "./target_labels.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const target = (name: string, backend: string) => ({ name, backend, url: "http://127.0.0.1", writable: true });
 * assertEquals(targetLabels([target("local", "cloud"), target("local", "server")]).all, ["cloud", "server"]);
 * const labels = targetLabels([target("old", "server"), target("new", "server")]);
 * assertEquals(labels.of({ backend: "server", target: "new" }), "server new");
 * ```
 */
export function targetLabels(targets: readonly Target[]): TargetLabels {
  const names = Map.groupBy(targets, ({ backend }) => backend);
  const label = (backend: string, name: string) =>
    new Set(names.get(backend)?.map((each) => each.name)).size > 1 ? `${backend} ${name}` : backend;
  return {
    all: [...new Set(targets.map(({ backend, name }) => label(backend, name)))],
    of: ({ backend, target }) => label(backend, target),
  };
}
