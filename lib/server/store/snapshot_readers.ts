import type { DatabaseSync } from "node:sqlite";

/** A connection, and what reads on it. */
export interface SnapshotReader<Verbs> {
  readonly database: DatabaseSync;
  readonly verbs: Verbs;
}

/** How many connections stay open while nobody reads. */
const KEPT = 4;

/** Lends connections on which one moment of a file is read, whatever is written to it meanwhile. */
export class SnapshotReaders<Verbs> {
  readonly #open: () => SnapshotReader<Verbs>;
  readonly #idle: SnapshotReader<Verbs>[] = [];
  readonly #busy = new Set<SnapshotReader<Verbs>>();

  /** @param open Opens one more. */
  constructor(open: () => SnapshotReader<Verbs>) {
    this.#open = open;
  }

  /** Runs `work`, all of whose reads are of one moment. */
  async read<T>(work: (verbs: Verbs) => Promise<T>): Promise<T> {
    const reader = this.#idle.pop() ?? this.#open();
    this.#busy.add(reader);
    try {
      reader.database.exec("BEGIN");
      try {
        return await work(reader.verbs);
      } finally {
        if (reader.database.isOpen) reader.database.exec("COMMIT");
      }
    } finally {
      this.#busy.delete(reader);
      if (reader.database.isOpen) {
        if (this.#idle.length < KEPT) this.#idle.push(reader);
        else reader.database.close();
      }
    }
  }

  /** Closes them all; who still reads is told that the database is not open. */
  close(): void {
    for (const { database } of [...this.#idle, ...this.#busy]) database.close();
  }
}
