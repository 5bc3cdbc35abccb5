/**
 * Tells how many characters fit on a line of the terminal.
 *
 * @returns Any number when results go elsewhere.
 */
export function terminalWidth(): number | undefined {
  if (!Deno.stdout.isTerminal()) return undefined;
  try {
    return Deno.consoleSize().columns;
  } catch {
    // A terminal that does not know its size has no edge to keep to.
    return undefined;
  }
}
