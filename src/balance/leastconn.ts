/**
 * `balance leastconn` (manual 4.2): the server with the least load for its weight, connections of
 * all threads and its queue counted. Among equals the one whose load changed longest ago; who comes
 * or gets another weight stands behind them. A server with work counts as if one more were on it,
 * an idle one has no load whatever its weight.
 *
 * The servers stand in a heap that follows the farm's journal of loads, so that a choice costs
 * O(log n) for each change since the last. Full servers leave it until their load changes.
 */
import { IndexedHeap } from "../core/indexed-heap.ts";
import type { Txn } from "../sample/txn.ts";
import type { Farm } from "../server/farm.ts";
import type { LoadJournal } from "../server/load-journal.ts";
import type { Server } from "../server/server.ts";
import { ServerWord } from "../server/state.ts";
import type { Algorithm, BalanceRow } from "./algorithm.ts";

/** Sixteenths of the heaviest weight: loads are whole numbers of its shares. */
const FINEST_WEIGHT = 4096;

/** Whether the server takes one more, its queue up to `maxqueue` included. */
function hasRoom(server: Server): boolean {
  const limit = server.connectionLimit();
  return limit === 0 || server.connections() + server.queued() < limit + server.model.maxqueue;
}

/** What it has to do for its weight. */
function loadOf(server: Server): number {
  const count = server.connections() + server.queued();
  return count === 0 ? 0 : Math.floor(((count + 1) * FINEST_WEIGHT) / server.fineWeight());
}

export class LeastConn implements Algorithm {
  readonly #farm: Farm;
  readonly #journal: LoadJournal;
  /** By a server's index: its weight while it is usable, else 0. */
  readonly #weights: number[];
  /** By a server's index: its load, and a number that rises with each time it changed. */
  readonly #loads: Float64Array;
  readonly #changedAt: Float64Array;
  /** By a server's number in the journal: its index. */
  readonly #indices: Map<number, number> = new Map();
  readonly #actives: IndexedHeap;
  readonly #backups: IndexedHeap;
  /** Those that a choice took out of the heap and puts back. */
  readonly #passed: number[] = [];
  #changes: number = 0;
  /** How far the journal was read. */
  #read: number;
  #swept: number = 0;

  constructor(farm: Farm) {
    const count = farm.servers.length;
    const loads = new Float64Array(count);
    const changedAt = new Float64Array(count);
    const isBefore = (a: number, b: number): boolean =>
      loads[a] === loads[b] ? changedAt[a]! < changedAt[b]! : loads[a]! < loads[b]!;
    this.#farm = farm;
    this.#journal = farm.journalLoads();
    this.#read = this.#journal.head;
    this.#weights = farm.servers.map(() => 0);
    this.#loads = loads;
    this.#changedAt = changedAt;
    this.#actives = new IndexedHeap(count, isBefore);
    this.#backups = new IndexedHeap(count, isBefore);
    farm.onChange(() => this.#lineUp());
  }

  pick(_txn: Txn, avoid: Server | null): Server | null {
    const { servers, allBackups } = this.#farm;
    const [first] = this.#farm.usable();
    if (first === undefined) return null;
    this.#follow();
    this.#sweep();
    if (first.backup && !allBackups) return hasRoom(first) ? first : null;
    const heap = first.backup ? this.#backups : this.#actives;
    const passed = this.#passed;
    let chosen: Server | null = null;
    for (let index = heap.top; index !== -1 && chosen === null; index = heap.top) {
      const server = servers[index]!;
      const isFull = !hasRoom(server);
      if (!isFull && server !== avoid) chosen = server;
      else {
        heap.delete(index);
        if (!isFull || hasMovingLimit(server)) passed.push(index);
      }
    }
    for (const index of passed) heap.add(index);
    passed.length = 0;
    if (chosen !== null || avoid === null) return chosen;
    return avoid.backup === first.backup && avoid.isUsable() && hasRoom(avoid) ? avoid : null;
  }

  /** Moves the servers whose load changed since the last time. */
  #follow(): void {
    const journal = this.#journal;
    const { head } = journal;
    if (journal.hasLost(this.#read, head)) {
      for (const server of this.#farm.servers) this.#place(server, false);
      this.#read = head;
    }
    for (; this.#read !== head; this.#read = (this.#read + 1) | 0) {
      const number = journal.read(this.#read);
      if (number === 0) break;
      const index = this.#indices.get(number);
      if (index !== undefined) this.#place(this.#farm.servers[index]!, true);
    }
  }

  /** Looks at one more server: limits, and loads of generations that write no journal, change too. */
  #sweep(): void {
    const { servers } = this.#farm;
    this.#swept = this.#swept + 1 < servers.length ? this.#swept + 1 : 0;
    const server = servers[this.#swept]!;
    const isIn = this.#heapOf(server).has(server.index);
    if (!isIn || loadOf(server) !== this.#loads[server.index]) this.#place(server, false);
  }

  /** Puts a usable server where its load belongs; behind its equals if that changed just now. */
  #place(server: Server, isChanged: boolean): void {
    const { index } = server;
    if (this.#weights[index] === 0) return;
    const heap = this.#heapOf(server);
    heap.delete(index);
    this.#loads[index] = loadOf(server);
    if (isChanged) this.#changedAt[index] = ++this.#changes;
    heap.add(index);
  }

  /** Puts who is new or weighs something else behind the others; backups wait in line as well. */
  #lineUp(): void {
    this.#follow();
    for (const server of this.#farm.servers) {
      const { index } = server;
      const weight = server.isUsable() ? server.fineWeight() : 0;
      if (weight === this.#weights[index]) {
        // A full one may have got a higher limit.
        if (weight > 0 && !this.#heapOf(server).has(index)) this.#place(server, false);
        continue;
      }
      this.#indices.set(server.words[ServerWord.number]!, index);
      this.#weights[index] = weight;
      if (weight === 0) this.#heapOf(server).delete(index);
      else this.#place(server, true);
    }
  }

  #heapOf(server: Server): IndexedHeap {
    return server.backup ? this.#backups : this.#actives;
  }
}

/** Whether its limit follows the load of the farm (`minconn`). */
function hasMovingLimit(server: Server): boolean {
  return server.model.minconn > 0;
}

export const leastconn: BalanceRow = {
  name: "leastconn",
  syntax: "leastconn",
  manual: "4.2",
  summary: "The server with the fewest connections for its weight.",
  dynamic: true,
  compile: (_argument, _options, use) => new LeastConn(use.farm),
};
