/**
 * An action whose promise is pending. It lies in `txn.waiting` while the stream waits for it, and
 * leaves the stream alone as soon as something else lies there.
 */
import { Timer, type TimerWheel } from "../core/timer-wheel.ts";
import type { RuleTxn } from "../rules/types.ts";
import type { PluginTxn } from "./plugin-txn.ts";
import { messageOf } from "./values.ts";

export class ActionRun {
  readonly pluginTxn: PluginTxn;
  /** The stream may go on: the promise settled, the plugin answered, or the time is over. */
  over: boolean = false;
  /** Why the request gets 500; null when it does not. */
  failure: string | null = null;
  readonly #report: (message: string) => void;
  #txn: RuleTxn | null = null;
  #wheel: TimerWheel | null = null;
  #deadline: Timer | null = null;

  /** Listens to `promise` from the first: a rejection nobody hears would end the process. */
  constructor(
    pluginTxn: PluginTxn,
    promise: PromiseLike<unknown>,
    report: (message: string) => void,
  ) {
    this.pluginTxn = pluginTxn;
    this.#report = report;
    promise.then(
      () => this.#finish(null),
      (thrown: unknown) => this.#reject(`failed: ${messageOf(thrown)}`),
    );
  }

  /** Waits in the stream, for `limitMs` at most. */
  park(txn: RuleTxn, wheel: TimerWheel, limitMs: number, overrun: string): void {
    this.#txn = txn;
    this.#wheel = wheel;
    txn.waiting = this;
    this.pluginTxn.park(this);
    this.pluginTxn.onAnswer = () => this.#finish(null);
    this.#deadline = new Timer(() => this.#finish(overrun));
    wheel.schedule(this.#deadline, limitMs);
  }

  /** After its answer a plugin may still fail: that changes nothing for the client. */
  #reject(failure: string): void {
    if (this.pluginTxn.answer !== null) this.#report(`${failure} (after its answer)`);
    this.#finish(failure);
  }

  #finish(failure: string | null): void {
    if (this.#deadline?.pending === true) this.#wheel?.cancel(this.#deadline);
    const txn = this.#txn;
    this.#txn = null;
    if (txn === null || txn.waiting !== this) {
      this.pluginTxn.close();
      return;
    }
    this.over = true;
    this.failure = failure;
    txn.resume();
  }
}
