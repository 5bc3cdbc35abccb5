/** Where a run takes from what is new each time. A replayed run takes it from its recording instead. */
export interface Sources {
  /**
   * Reads the clock when a scene begins.
   *
   * @param scene Its name, see {@linkcode Scope}.
   * @returns Gives what the clock said, in milliseconds since 1970, to who wants to know.
   */
  readonly clock: (scene: string) => () => number;
  /**
   * Makes an id.
   *
   * @param scene The scene that asks for it.
   * @returns A UUID.
   */
  readonly uuid: (scene: string) => string;
}

/** The real clock, and ids nobody has seen. */
export const LIVE: Sources = {
  clock: () => {
    const start = Date.now();
    return () => start;
  },
  uuid: () => crypto.randomUUID(),
};
