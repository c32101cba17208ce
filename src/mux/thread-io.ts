/**
 * What every connection of one thread shares: its clock and timers, the cork, the pool of
 * messages. Each I/O event begins with `begin`; within one turn of the event loop the time does
 * not move and writes are gathered.
 */
import { type TimerCount, TimerWheel } from "../core/timer-wheel.ts";
import type { HeadLimits } from "../http/h1/parse.ts";
import { HttpMessage } from "../http/message.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { Cork } from "./cork.ts";

/** Messages kept for reuse; more than this many are left to the collector. */
const MAX_POOLED_MESSAGES = 1024;
/** Room in the cork for the heads of one turn; a fuller one is written out early. */
const CORK_BYTES = 512 * 1024;

export class ThreadIo {
  /** 1-based, as HAProxy numbers threads. */
  readonly id: number;
  readonly runtime: Runtime;
  readonly wheel: TimerWheel;
  readonly cork: Cork;
  /** `tune.bufsize`: bytes of one side that may wait in memory before its socket is stopped. */
  readonly bufferSizeBytes: number;
  readonly headLimits: HeadLimits;
  readonly noBytes: ByteBuffer;
  /** The wall clock as of this turn, ms since the epoch. */
  wallMs: number = 0;
  readonly #messages: HttpMessage[] = [];
  readonly #endTurn: () => void = () => this.#turnEnded();
  readonly #runDeferred: () => void = () => this.#serveDeferred();
  #inTurn: boolean = false;
  #deferred: { readonly rank: number; readonly fire: () => void }[] = [];

  /** @param timerCount follows how many timers of the thread are set. */
  constructor(
    id: number,
    runtime: Runtime,
    bufferSizeBytes: number,
    headLimits: HeadLimits,
    timerCount?: TimerCount,
  ) {
    this.id = id;
    this.runtime = runtime;
    this.bufferSizeBytes = bufferSizeBytes;
    this.headLimits = headLimits;
    this.wheel = new TimerWheel(runtime.clock, timerCount);
    this.cork = new Cork(runtime.bytes, CORK_BYTES + 4 * bufferSizeBytes);
    this.noBytes = runtime.bytes.alloc(0);
  }

  get nowMs(): number {
    return this.wheel.nowMs;
  }

  /**
   * Begins an I/O event and returns the time. The clock is read once a turn of the event loop:
   * all that became ready together happens at the same time.
   */
  begin(): number {
    if (this.#inTurn) return this.wheel.nowMs;
    this.#inTurn = true;
    this.runtime.clock.soon(this.#endTurn);
    const nowMs = this.wheel.refresh();
    this.wallMs = this.runtime.clock.wallMs();
    return nowMs;
  }

  /** What was gathered is written out once the loop has served all that was ready. */
  #turnEnded(): void {
    this.#inTurn = false;
    this.cork.flush();
  }

  /**
   * Runs `fire` once all that is ready in this turn of the event loop was served; of several, those
   * of a lower rank first.
   */
  defer(rank: number, fire: () => void): void {
    this.#deferred.push({ rank, fire });
    if (this.#deferred.length === 1) this.runtime.clock.soon(this.#runDeferred);
  }

  #serveDeferred(): void {
    const deferred = this.#deferred;
    this.#deferred = [];
    deferred.sort((a, b) => a.rank - b.rank);
    for (const { fire } of deferred) fire();
  }

  takeMessage(): HttpMessage {
    return this.#messages.pop() ?? new HttpMessage(this.noBytes);
  }

  /** Gives a message back; nobody may hold it any more. */
  giveMessage(message: HttpMessage): void {
    message.reset();
    if (this.#messages.length < MAX_POOLED_MESSAGES) this.#messages.push(message);
  }
}
