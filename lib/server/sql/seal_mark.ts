/**
 * Stands in a text before and after a value that is still sealed. It is new in each process and never leaves it, so
 * that nobody can write it into a row.
 */
export const SEAL_MARK: string = `sealed ${crypto.randomUUID()} `;
