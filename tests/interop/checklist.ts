import { maskKeys } from "../../lib/core/mask_keys.ts";

/** Checks that are printed one to a line as they are made, and counted. */
export class Checklist {
  #passed = 0;
  #failed = 0;

  /** How many failed so far. */
  get failed(): number {
    return this.#failed;
  }

  /**
   * Makes a check.
   *
   * @param name What holds when it passes.
   * @param work Throws when it does not hold.
   */
  async check(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.record(name);
    } catch (error) {
      this.record(name, error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * Notes how a check went that was made elsewhere.
   *
   * @param name What holds when it passes.
   * @param fault Why it does not hold.
   */
  record(name: string, fault?: string): void {
    if (fault === undefined) this.#passed++;
    else this.#failed++;
    // What a program wrote may have a key in it.
    const why = fault === undefined ? "" : `\n${maskKeys(fault).replaceAll(/^/gm, "        ")}`;
    console.log(`${fault === undefined ? "ok    " : "FAILED"}  ${name}${why}`);
  }

  /** Prints the counts. */
  close(): void {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
  }
}
