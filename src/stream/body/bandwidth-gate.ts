/**
 * Bandwidth limits at work on one direction of a stream (manual 9.7): bytes beyond what the limits
 * let through wait here, in order, their source stopped meanwhile; a timer lets them go on. The end
 * of the data waits behind them.
 */
import { tickOf } from "../../core/freq-counter.ts";
import { Timer, type TimerWheel } from "../../core/timer-wheel.ts";
import type { BandwidthFilter, BandwidthLimit } from "../../rules/bandwidth.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";

/** A waiting gate looks again this often in a period, unless it waits for a larger piece. */
const LOOKS_PER_PERIOD = 16;

interface Held {
  readonly bytes: ByteBuffer;
  start: number;
  readonly end: number;
}

interface Enabled {
  readonly filter: BandwidthFilter;
  readonly limit: BandwidthLimit;
}

/** Where bytes go and come from. */
export interface GateEnds {
  /** Begins a turn of I/O: the timer fired. */
  begin(): void;
  /** Sends bytes on; false when the receiver is slow: then `drained` is called. */
  send(bytes: ByteBuffer, start: number, end: number): boolean;
  /** The source may go on. */
  resume(): void;
}

export class BandwidthGate {
  readonly #wheel: TimerWheel;
  readonly #ends: GateEnds;
  readonly #timer: Timer = new Timer(() => this.#onTimer());
  #enabled: Enabled[] = [];
  #held: Held[] = [];
  #heldBytes: number = 0;
  /** The receiver is slow. */
  #stuck: boolean = false;
  /** What is to be done once nothing waits: the end of the data. */
  #atEnd: (() => void) | null = null;

  constructor(wheel: TimerWheel, ends: GateEnds) {
    this.#wheel = wheel;
    this.#ends = ends;
  }

  /** Enables a filter, in place of what it was enabled with before. */
  enable(filter: BandwidthFilter, limit: BandwidthLimit): void {
    const index = this.#enabled.findIndex((each) => each.filter === filter);
    if (index < 0) this.#enabled.push({ filter, limit });
    else {
      this.#enabled[index]!.limit.close();
      this.#enabled[index] = { filter, limit };
    }
  }

  /** Bytes wait here. */
  get holds(): boolean {
    return this.#heldBytes > 0;
  }

  /** Takes bytes, which nobody changes any more; false when the source must stop. */
  push(bytes: ByteBuffer, start: number, end: number): boolean {
    if (end > start) this.#held.push({ bytes, start, end });
    this.#heldBytes += end - start;
    this.#pass();
    return this.#heldBytes === 0 && !this.#stuck;
  }

  /** The receiver takes bytes again. */
  drained(): void {
    this.#stuck = false;
    this.#goOn();
  }

  /** True when bytes wait: `end` is called behind them. */
  delayEnd(end: () => void): boolean {
    if (this.#heldBytes === 0) return false;
    this.#atEnd = end;
    return true;
  }

  /** Drops what waits: its receiver is gone, and gets all of it again if there is another one. */
  clear(): void {
    this.#wheel.cancel(this.#timer);
    this.#held = [];
    this.#heldBytes = 0;
    this.#stuck = false;
    this.#atEnd = null;
  }

  /** The stream is over. */
  close(): void {
    this.clear();
    for (const { limit } of this.#enabled) limit.close();
    this.#enabled = [];
  }

  #onTimer(): void {
    this.#ends.begin();
    this.#goOn();
  }

  #goOn(): void {
    this.#pass();
    if (this.#heldBytes > 0 || this.#stuck) return;
    const end = this.#atEnd;
    this.#atEnd = null;
    if (end !== null) end();
    else this.#ends.resume();
  }

  #pass(): void {
    if (this.#heldBytes === 0 || this.#stuck) return;
    const allowedBytes = this.#allowance();
    if (allowedBytes > 0) {
      const tick = tickOf(this.#wheel.nowMs);
      for (const { limit } of this.#enabled) limit.count(tick, allowedBytes);
      this.#send(allowedBytes);
    }
    if (this.#heldBytes > 0) this.#wheel.schedule(this.#timer, this.#waitMs());
  }

  /** What all limits let through now; 0 when it would be less than one of them sends at a time. */
  #allowance(): number {
    const tick = tickOf(this.#wheel.nowMs);
    let allowedBytes = this.#heldBytes;
    let leastBytes = 1;
    for (const { filter, limit } of this.#enabled) {
      allowedBytes = Math.min(allowedBytes, limit.room(tick));
      leastBytes = Math.max(leastBytes, Math.min(filter.minBytes, this.#heldBytes));
    }
    return allowedBytes < leastBytes ? 0 : allowedBytes;
  }

  /** The time in which the slowest limit lets a piece worth sending through, at most its period. */
  #waitMs(): number {
    let longestMs = 1;
    for (const { filter, limit } of this.#enabled) {
      const pieceBytes = Math.max(filter.minBytes, limit.limitBytes / LOOKS_PER_PERIOD);
      const part = Math.min(pieceBytes, this.#heldBytes) / Math.max(1, limit.limitBytes);
      longestMs = Math.max(longestMs, limit.periodMs * Math.min(1, part));
    }
    return Math.ceil(longestMs);
  }

  #send(sizeBytes: number): void {
    let leftBytes = sizeBytes;
    this.#heldBytes -= sizeBytes;
    while (leftBytes > 0) {
      const piece = this.#held[0]!;
      const start = piece.start;
      const end = Math.min(piece.end, start + leftBytes);
      leftBytes -= end - start;
      if (end === piece.end) this.#held.shift();
      else piece.start = end;
      if (!this.#ends.send(piece.bytes, start, end)) this.#stuck = true;
    }
  }
}
