import type { JsonValue } from "../core/json.ts";
import type { Secret } from "../core/secret.ts";
import { momentNamed } from "./builtin_names.ts";
import { LIVE, type Sources } from "./sources.ts";

/**
 * The names that have values somewhere in a run; an inner scope sees those of the outer. Each is the scope of one
 * scene: of a case, or of a setup made for it or for all, whose requests go one after the other.
 */
export class Scope {
  /** The scene's name: `case-id[row]`, `case-id[row]/setup`, `/shared-setup`, `?capability`, or empty for what greets the target. */
  readonly scene: string;
  readonly #values = new Map<string, JsonValue | Secret>();
  readonly #outer: Scope | undefined;
  readonly #sources: Sources;
  readonly #start: () => number;

  /**
   * @param outer The scope around this one.
   * @param options `scene` is the scene's name, that of the outer one unless given; `sources` are the clock and the
   * ids, those of the outer one unless given.
   */
  constructor(outer?: Scope, options: { readonly scene?: string; readonly sources?: Sources } = {}) {
    this.#outer = outer;
    this.scene = options.scene ?? outer?.scene ?? "";
    this.#sources = options.sources ?? (outer ? outer.#sources : LIVE);
    this.#start = this.#sources.clock(this.scene);
  }

  /** The names that have values here, not around here. */
  get own(): ReadonlyMap<string, JsonValue | Secret> {
    return this.#values;
  }

  /**
   * Gives a name a value.
   *
   * @param name The name.
   * @param value Its value.
   */
  set(name: string, value: JsonValue | Secret): void {
    this.#values.set(name, value);
  }

  /**
   * The value of a name.
   *
   * @param name A name, the built-in ones included.
   * @returns Its value; `undefined` when it has none. `uuid` has another each time.
   */
  get(name: string): JsonValue | Secret | undefined {
    if (name === "uuid") return this.#sources.uuid(this.scene);
    const own = this.#values.get(name);
    if (own !== undefined) return own;
    const moment = name.startsWith("now") ? momentNamed(name, this.#start()) : undefined;
    return moment ?? this.#outer?.get(name);
  }
}
