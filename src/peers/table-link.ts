/**
 * How far a peer and this process are with each other about one table. What the peer has confirmed
 * outlives a connection: the next one goes on from there.
 */
import type { TableDefinition } from "./definition.ts";
import { type Shard, shardOf, shardSeed } from "./shard.ts";
import type { TableKey } from "../stick-table/key.ts";
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

  readonly #shard: Shard | null;
  readonly #seed: bigint;

  constructor(shared: SharedTable, id: number, shard: Shard | null = null) {
    this.shared = shared;
    this.id = id;
    this.#shard = shard;
    this.#seed = shard === null ? 0n : shardSeed(shared.name);
  }

  /** Whether entries with this key are for the peer. */
  wants(key: TableKey): boolean {
    const shard = this.#shard;
    return shard === null || shardOf(key, this.#seed, shard.count) === shard.number;
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
