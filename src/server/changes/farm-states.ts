/**
 * What every change of a server's state has in common: the record is written, the farm's generation
 * raised so that all threads see it at their next pick, streams that waited for a lost server
 * choose again, and those that waited for any get the slots of one that came back. Knows who tracks
 * whom (server option `track`). Runs on the control thread only.
 */
import { noteAvailability } from "./availability.ts";
import type { Farm } from "../farm.ts";
import { type FarmEvents, LogLevel } from "./farm-events.ts";
import type { Server } from "../server.ts";
import { ADMIN_DRAIN, Admin, FarmWord, Operational, ServerWord } from "../state.ts";
import { afterLoss, drainRemains, noServerLeft } from "./messages.ts";

/** A server that tracks another, with the states of its farm. */
interface Follower {
  readonly states: FarmStates;
  readonly server: Server;
}

const nobody: readonly Follower[] = [];

export class FarmStates {
  readonly farm: Farm;
  /** Seconds since the epoch. */
  readonly nowSec: () => number;
  /** The farm's algorithm follows weights as they change. */
  readonly followsWeights: boolean;
  readonly #events: FarmEvents;
  readonly #followers: Map<Server, Follower[]> = new Map();
  #usableCount: number = 0;

  constructor(farm: Farm, events: FarmEvents, nowSec: () => number, followsWeights: boolean) {
    this.farm = farm;
    this.followsWeights = followsWeights;
    this.nowSec = nowSec;
    this.#events = events;
  }

  /** From now on `follower` does what `server` does. */
  addFollower(server: Server, follower: Follower): void {
    this.#followers.set(server, [...this.followers(server), follower]);
  }

  /** The servers that track this one, in the order of the configuration. */
  followers(server: Server): readonly Follower[] {
    return this.#followers.get(server) ?? nobody;
  }

  /** The records were filled. */
  begin(): void {
    this.raiseGeneration();
    this.#usableCount = this.farm.usableServers();
  }

  log(level: number, text: string): void {
    this.#events.log(this.farm, level, text);
  }

  /** Every thread sees the change at its next pick, this one now: each change moves its lines. */
  raiseGeneration(): void {
    Atomics.add(this.farm.words, FarmWord.generation, 1);
    this.farm.usable();
  }

  setOperational(server: Server, operational: number): void {
    const { words } = server;
    const nowSec = this.nowSec();
    if (server.operational === Operational.stopped) {
      words[ServerWord.downtimeSec]! += nowSec - words[ServerWord.changedSec]!;
    }
    words[ServerWord.operational] = operational;
    words[ServerWord.changedSec] = nowSec;
    this.raiseGeneration();
  }

  /** The record says that the server takes nothing any more: tells all, with `text` in front. */
  settleLoss(server: Server, level: number, text: string): void {
    const waiting = server.queued();
    this.farm.requeueEverywhere(server);
    this.log(level, text + afterLoss(this.farm, server, waiting));
    this.#events.onDown(this.farm, server);
  }

  /** The server takes traffic again. */
  tellUp(server: Server): void {
    this.#events.onUp(this.farm, server);
  }

  /** Gives the slots of a server that may take streams again to those who wait; returns how many. */
  serveNew(server: Server): number {
    const before = this.farm.queuedHere();
    this.farm.serveWaiters(server);
    this.#usableCount = this.farm.usableServers();
    noteAvailability(this.farm, this.#usableCount > 0, this.nowSec());
    return Math.max(0, before - this.farm.queuedHere());
  }

  /** Tells if the last usable server went. */
  noticeEmptyFarm(): void {
    const before = this.#usableCount;
    this.#usableCount = this.farm.usableServers();
    if (before > 0 && this.#usableCount === 0) {
      this.log(LogLevel.emergency, noServerLeft(this.farm));
    }
    noteAvailability(this.farm, this.#usableCount > 0, this.nowSec());
  }

  /** Another change leaves a drained server drained: told each time. */
  tellDrainRemains(server: Server): void {
    if ((server.admin & ADMIN_DRAIN) === 0) return;
    this.log(LogLevel.notice, drainRemains(server, (server.admin & Admin.forcedDrain) !== 0));
  }
}

/** How loud its loss is told: it matters more while new clients were sent to it. */
export function levelOfLoss(server: Server): number {
  const isServing =
    server.operational === Operational.running && (server.admin & ADMIN_DRAIN) === 0;
  return isServing ? LogLevel.alert : LogLevel.notice;
}
