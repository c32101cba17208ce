/**
 * One thread's idle connections to one server. A pool holds only connections on which nothing is
 * going on; whoever takes one owns it. The connection put last is taken first, so that those not
 * needed grow old: each purge delay closes half of what was idle all that time (server keywords
 * `pool-max-conn`, `pool-purge-delay`, `max-reuse`). Idle and in use, there are never more of them
 * than were in use at once before, or than `pool-low-conn`. Connections are told apart by their keys;
 * those that all clients may use have none. Private connections never come here.
 */
import { Timer, type TimerWheel } from "../../core/timer-wheel.ts";
import type { Counters } from "../../stats/counters.ts";
import { Gauge } from "../../stats/slots.ts";
import { type IdleItem, IdleList } from "./list.ts";
import { KeyedIdle } from "./keyed.ts";

/** A connection that can be pooled. */
export interface Pooled<C> extends IdleItem<C> {
  /** Closes a connection that nobody uses; the pool has let go of it before. */
  closeIdle(): void;
  /** The thread's clock when it became idle; written by the pool. */
  idleSinceMs: number;
  /** Bound to one session: never shared. */
  readonly private: boolean;
  /** What it was made with that not every request wants; "" for nothing. It does not change. */
  readonly key: string;
  /** Requests answered on it so far. */
  served: number;
}

/** The settings of the `server` line. */
export interface PoolLimits {
  /** Idle connections of all threads together; -1 for any number, 0 for none. */
  readonly poolMaxConn: number;
  /** As many are kept, needed or not. */
  readonly poolLowConn: number;
  /** 0 keeps none. */
  readonly poolPurgeDelayMs: number;
  /** How often a connection may be used again; -1 for any number. */
  readonly maxReuse: number;
}

export class IdlePool<C extends Pooled<C>> {
  readonly #limits: PoolLimits;
  readonly #counters: Counters;
  readonly #wheel: TimerWheel;
  readonly #purgeTimer: Timer = new Timer(() => this.#purge());
  /** Used once, and used again at least once: the latter have proven that the server allows it. */
  readonly #fresh: IdleList<C> = new IdleList();
  readonly #proven: IdleList<C> = new IdleList();
  /** Those with a key, which are in neither of the lists above. */
  readonly #keyed: KeyedIdle<C> = new KeyedIdle();

  constructor(limits: PoolLimits, counters: Counters, wheel: TimerWheel) {
    this.#limits = limits;
    this.#counters = counters;
    this.#wheel = wheel;
  }

  /** Idle connections on this thread. */
  get size(): number {
    return this.#fresh.size + this.#proven.size + this.#keyed.ages.size;
  }

  /** Keeps an idle connection. False if it may not be kept: then the caller closes it. */
  put(connection: C): boolean {
    const { poolMaxConn, poolLowConn, poolPurgeDelayMs, maxReuse } = this.#limits;
    if (connection.private || poolPurgeDelayMs === 0) return false;
    if (maxReuse >= 0 && connection.served > maxReuse) return false;
    const counters = this.#counters;
    const idle = counters.gauge(Gauge.idleConnCur);
    if (poolMaxConn >= 0 && idle >= poolMaxConn) return false;
    // What was never needed at once is not needed now: its port or slot may be another's.
    const known = idle + counters.gauge(Gauge.usedConnCur);
    if (idle >= poolLowConn && known >= counters.gauge(Gauge.usedConnMax)) return false;
    connection.idleSinceMs = this.#wheel.nowMs;
    this.#shelfOf(connection).add(connection);
    this.#counters.addIdle(1, false);
    if (!this.#purgeTimer.pending) this.#wheel.schedule(this.#purgeTimer, poolPurgeDelayMs);
    return true;
  }

  /** The newest connection of a key, a proven one if there is any; with `provenOnly` no other. */
  take(key: string, provenOnly: boolean): C | null {
    const connection =
      key === ""
        ? (this.#proven.newest ?? (provenOnly ? null : this.#fresh.newest))
        : this.#keyed.newest(key, provenOnly);
    if (connection !== null) this.remove(connection);
    return connection;
  }

  /** Lets go of a connection that died while idle; false if it was not here. */
  remove(connection: C): boolean {
    if (!this.#shelfOf(connection).remove(connection)) return false;
    this.#counters.addIdle(-1, false);
    return true;
  }

  /** Closes all, when the server went down or the generation ends. */
  closeAll(): void {
    this.#closeOldest(this.#fresh, this.#fresh.size);
    this.#closeOldest(this.#proven, this.#proven.size);
    this.#closeOldest(this.#keyed.ages, this.#keyed.ages.size);
    this.#wheel.cancel(this.#purgeTimer);
  }

  #shelfOf(connection: C): IdleList<C> | KeyedIdle<C> {
    if (connection.key !== "") return this.#keyed;
    return connection.served > 1 ? this.#proven : this.#fresh;
  }

  #purge(): void {
    const deadlineMs = this.#wheel.nowMs - this.#limits.poolPurgeDelayMs;
    for (const list of [this.#fresh, this.#proven, this.#keyed.ages]) {
      this.#closeOldest(list, Math.ceil(list.countUntil(deadlineMs) / 2));
    }
    if (this.size > 0) this.#wheel.schedule(this.#purgeTimer, this.#limits.poolPurgeDelayMs);
  }

  #closeOldest(list: IdleList<C>, count: number): void {
    for (let closed = 0; closed < count; closed++) {
      const connection = list.oldest;
      if (connection === null) return;
      this.remove(connection);
      connection.closeIdle();
    }
  }
}
