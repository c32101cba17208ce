/**
 * Opens and shuts one listening socket: it accepts while there is room under the limits and no
 * command holds it. While it is shut, clients wait in the kernel's queue.
 */
import { Timer, type TimerWheel } from "../core/timer-wheel.ts";
import type { Listener } from "../runtime/transport.ts";

/** How often a full listener looks whether there is room, when no session of its own thread ends. */
const RETRY_MS = 5;

export class ListenerValve {
  readonly #wheel: TimerWheel;
  readonly #hasRoom: () => boolean;
  readonly #timer: Timer = new Timer(() => this.look());
  #listener: Listener | null = null;
  /** At a limit. */
  #full: boolean = false;
  /** By command. */
  #held: boolean = false;

  constructor(wheel: TimerWheel, hasRoom: () => boolean) {
    this.#wheel = wheel;
    this.#hasRoom = hasRoom;
  }

  /** The listening socket; null once it is closed. */
  bind(listener: Listener | null): void {
    this.#listener = listener;
  }

  /** No new connections until `release`, whatever the limits allow. */
  hold(): void {
    this.#held = true;
    this.#listener?.pause();
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    if (!this.#full) this.#listener?.resume();
  }

  /** A connection came. */
  shutIfFull(): void {
    if (this.#full || this.#listener === null || this.#hasRoom()) return;
    this.#full = true;
    this.#listener.pause();
    this.#wheel.schedule(this.#timer, RETRY_MS);
  }

  /** A connection went, or limits changed: opens again if there is room now. */
  look(): void {
    if (!this.#full || this.#listener === null) return;
    if (!this.#hasRoom()) {
      this.#wheel.schedule(this.#timer, RETRY_MS);
      return;
    }
    this.#full = false;
    this.#wheel.cancel(this.#timer);
    if (!this.#held) this.#listener.resume();
  }
}
