/**
 * How far a peer and this process are with each other about one table. What the peer has confirmed
 * outlives a connection: the next one goes on from there.
 */
import type { TableDefinition } from "./definition.ts";
import type { SharedTable } from "./shared-table.ts";

export class TableLink {
  readonly shared: SharedTable;
  /** Our number for the table, 1 upwards. */
  readonly id: number;
  /** The last of our changes that the peer was sent, and that it has confirmed. */
  pushed: number = 0;
  acked: number = 0;
  /** The peer's number for the table; 0 before it told one. */
  remoteId: number = 0;
  /** As the peer told it on this connection. */
  definition: TableDefinition | null = null;
  /** The last of the peer's changes that came, and whether we still have to confirm it. */
  received: number = 0;
  ackOwed: boolean = false;

  constructor(shared: SharedTable, id: number) {
    this.shared = shared;
    this.id = id;
  }

  /** A connection begins: what was not confirmed is sent again. */
  restart(): void {
    this.pushed = this.acked;
    this.definition = null;
    this.received = 0;
    this.ackOwed = false;
  }

  /** Takes over how far the same peer was about the same table before a reload. */
  goOnFrom(before: TableLink): void {
    this.acked = before.acked;
    this.pushed = before.acked;
  }

  /** The peer has confirmed a change; what was never sent cannot be. */
  confirm(update: number): void {
    if ((this.pushed - update) >>> 0 <= (this.pushed - this.acked) >>> 0) this.acked = update;
  }
}
