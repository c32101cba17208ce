/**
 * Connections in the order in which they became idle: a doubly linked list whose links lie in the
 * connections themselves, so that putting and taking one allocates nothing. A connection is in one
 * list at most.
 */

/** What the list has to know of a connection, and where it keeps its links. */
export interface IdleItem<C> {
  readonly idleSinceMs: number;
  /** Neighbours in the list, and the list; null at its ends and outside. Only the list writes them. */
  older: C | null;
  newer: C | null;
  idleIn: object | null;
}

export class IdleList<C extends IdleItem<C>> {
  size: number = 0;
  oldest: C | null = null;
  newest: C | null = null;

  /** Appends a connection that is in no list as the newest. */
  add(connection: C): void {
    connection.idleIn = this;
    connection.older = this.newest;
    if (this.newest === null) this.oldest = connection;
    else this.newest.newer = connection;
    this.newest = connection;
    this.size++;
  }

  /** Takes a connection out; false if it is not in the list. */
  remove(connection: C): boolean {
    if (connection.idleIn !== this) return false;
    const { older, newer } = connection;
    if (older === null) this.oldest = newer;
    else older.newer = newer;
    if (newer === null) this.newest = older;
    else newer.older = older;
    connection.older = connection.newer = null;
    connection.idleIn = null;
    this.size--;
    return true;
  }

  /** How many became idle at `deadlineMs` or before. */
  countUntil(deadlineMs: number): number {
    let count = 0;
    for (let each = this.oldest; each !== null; each = each.newer) {
      if (each.idleSinceMs > deadlineMs) break;
      count++;
    }
    return count;
  }
}
