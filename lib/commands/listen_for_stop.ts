const STOP_SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Calls back at the first SIGINT or SIGTERM; the second one ends the process as if nobody listened.
 *
 * @param stop What is to be done.
 * @returns Ends the listening when it is disposed of.
 */
export function listenForStop(stop: () => void): Disposable {
  const heard = () => {
    remove();
    stop();
  };
  const remove = () => {
    for (const signal of STOP_SIGNALS) Deno.removeSignalListener(signal, heard);
  };
  for (const signal of STOP_SIGNALS) Deno.addSignalListener(signal, heard);
  return { [Symbol.dispose]: remove };
}
