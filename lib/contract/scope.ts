import type { JsonValue } from "../core/json.ts";
import type { Secret } from "../core/secret.ts";
import { momentNamed } from "./builtin_names.ts";

/** The names that have values somewhere in a run; an inner scope sees those of the outer. */
export class Scope {
  readonly #values = new Map<string, JsonValue | Secret>();
  readonly #outer: Scope | undefined;
  readonly #start = Date.now();

  /** @param outer The scope around this one. */
  constructor(outer?: Scope) {
    this.#outer = outer;
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
    if (name === "uuid") return crypto.randomUUID();
    const own = this.#values.get(name);
    if (own !== undefined) return own;
    return momentNamed(name, this.#start) ?? this.#outer?.get(name);
  }
}
