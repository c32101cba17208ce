/** The invalid messages that `show errors` tells of: the last of each proxy and direction. */
import type { ErrorRecord } from "./control.ts";

export class ErrorRecords {
  readonly #last: Map<string, ErrorRecord> = new Map();
  #count: number = 0;

  /** Keeps a message in place of the one before; numbers it. */
  keep(record: Omit<ErrorRecord, "eventId">): void {
    this.#last.set(`${record.proxyId}/${record.direction}`, { ...record, eventId: this.#count++ });
  }

  /** What is kept, by proxy. */
  get all(): readonly ErrorRecord[] {
    return [...this.#last.values()].toSorted((a, b) => a.proxyId - b.proxyId);
  }

  /** How many messages there were. */
  get count(): number {
    return this.#count;
  }
}
