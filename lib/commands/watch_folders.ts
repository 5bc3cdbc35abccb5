const QUIET = 100;

/** Changes of files, one turn for each; ends when it is disposed of. */
export interface FolderWatch extends AsyncIterable<void>, Disposable {}

/** Whether nothing comes for a while. */
async function isQuiet(next: Promise<unknown>): Promise<boolean> {
  const { promise: silence, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(true), QUIET);
  const isOver = await Promise.race([next.then(() => false), silence]);
  clearTimeout(timer);
  return isOver;
}

async function* readChanges(events: AsyncIterator<Deno.FsEvent>, suffix: string): AsyncGenerator<void> {
  let next = events.next();
  for (let event = await next; !event.done; event = await next) {
    next = events.next();
    const { kind, paths } = event.value;
    if (kind === "access" || !paths.some((path) => path.endsWith(suffix))) continue;
    while (!await isQuiet(next)) {
      if ((await next).done) return;
      next = events.next();
    }
    yield;
  }
}

/**
 * Watches files in folders, from now on. An editor writes a file in several strokes, so what comes close together is
 * one change; what comes while nobody listens is told at the next turn.
 *
 * @param folders Where the files are.
 * @param options `suffix` of the files that matter.
 * @returns The changes.
 */
export function watchFolders(
  folders: readonly string[],
  { suffix }: { readonly suffix: string },
): FolderWatch {
  const watcher = Deno.watchFs([...folders], { recursive: false });
  let isOpen = true;
  return {
    [Symbol.asyncIterator]: () => readChanges(watcher[Symbol.asyncIterator](), suffix),
    [Symbol.dispose]: () => {
      if (isOpen) watcher.close();
      isOpen = false;
    },
  };
}
