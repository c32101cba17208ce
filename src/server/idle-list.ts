/**
 * Connections in the order in which they became idle: a doubly linked list with a map from the
 * connection to its link, so that every operation but counting costs the same for any number.
 */

/** What the list has to know of a connection. */
export interface IdleItem {
  readonly idleSinceMs: number;
}

interface Link<C> {
  readonly connection: C;
  older: Link<C> | null;
  newer: Link<C> | null;
}

export class IdleList<C extends IdleItem> {
  readonly #links: Map<C, Link<C>> = new Map();
  #oldest: Link<C> | null = null;
  #newest: Link<C> | null = null;

  get size(): number {
    return this.#links.size;
  }

  get oldest(): C | null {
    return this.#oldest === null ? null : this.#oldest.connection;
  }

  get newest(): C | null {
    return this.#newest === null ? null : this.#newest.connection;
  }

  /** Appends a connection that is not in the list as the newest. */
  add(connection: C): void {
    const link: Link<C> = { connection, older: this.#newest, newer: null };
    if (this.#newest === null) this.#oldest = link;
    else this.#newest.newer = link;
    this.#newest = link;
    this.#links.set(connection, link);
  }

  /** Takes a connection out; false if it is not in the list. */
  remove(connection: C): boolean {
    const link = this.#links.get(connection);
    if (link === undefined) return false;
    this.#links.delete(connection);
    if (link.older === null) this.#oldest = link.newer;
    else link.older.newer = link.newer;
    if (link.newer === null) this.#newest = link.older;
    else link.newer.older = link.older;
    return true;
  }

  /** How many became idle at `deadlineMs` or before. */
  countUntil(deadlineMs: number): number {
    let count = 0;
    for (let link = this.#oldest; link !== null; link = link.newer) {
      if (link.connection.idleSinceMs > deadlineMs) break;
      count++;
    }
    return count;
  }
}
