/**
 * Opens and shuts one listening socket: it accepts while there is room under the limits and no
 * command holds it. While it is shut, clients wait in the kernel's queue.
 */
import { Timer } from "../core/timer-wheel.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { Listener } from "../runtime/transport.ts";

/** How often a full listener looks whether there is room: for rates, and for other threads. */
const RETRY_MS = 5;

/** What the valve asks of the one whose socket it is. */
export interface ValveOwner {
  /** Nobody waits who was accepted already, and the limits allow one more. */
  hasRoom(): boolean;
  /** Lets those in who were accepted and wait, as far as there is room. */
  admit(): void;
  /** The socket is closed. */
  closed(): void;
}

export class ListenerValve {
  readonly #io: ThreadIo;
  readonly #owner: ValveOwner;
  readonly #timer: Timer = new Timer(() => this.#open());
  readonly #openSoon: () => void = () => this.#open();
  #listener: Listener | null = null;
  /** At a limit. */
  #full: boolean = false;
  /** By command. */
  #held: boolean = false;

  constructor(io: ThreadIo, owner: ValveOwner) {
    this.#io = io;
    this.#owner = owner;
  }

  /** The listening socket; null once it is closed. */
  bind(listener: Listener | null): void {
    this.#listener = listener;
    if (listener !== null) return;
    this.#io.wheel.cancel(this.#timer);
    this.#owner.closed();
  }

  /** No new connections until `release`, whatever the limits allow. */
  hold(): void {
    this.#held = true;
    this.#listener?.pause();
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    if (this.#full) this.look();
    else this.#listener?.resume();
  }

  /** A connection came: the next one waits unless there is room for it. */
  shutIfFull(): void {
    if (!this.#full && !this.#owner.hasRoom()) this.shut();
  }

  /** A limit is reached. */
  shut(): void {
    if (this.#full || this.#listener === null) return;
    this.#full = true;
    this.#listener.pause();
    this.#io.wheel.schedule(this.#timer, RETRY_MS);
  }

  /** A connection went, or limits changed: opens soon, out of the call that ends the connection. */
  look(): void {
    if (this.#full) this.#io.runtime.clock.soon(this.#openSoon);
  }

  /** Opens again if there is room now. */
  #open(): void {
    if (!this.#full || this.#held || this.#listener === null) return;
    this.#io.begin();
    this.#owner.admit();
    if (!this.#owner.hasRoom()) {
      this.#io.wheel.schedule(this.#timer, RETRY_MS);
      return;
    }
    this.#full = false;
    this.#io.wheel.cancel(this.#timer);
    this.#listener.resume();
  }
}
