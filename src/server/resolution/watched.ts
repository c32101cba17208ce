/**
 * What is asked of name servers for servers again and again: one question at a time, the next
 * `timeout resolve` after the end of the one before, or sooner when a server cannot be reached. A bad outcome counts only when no good one
 * came within the `hold` time of its kind; the start counts as good. Control thread only.
 */
import { Timer } from "../../core/timer-wheel.ts";
import type { Outcome, Resolved, Unresolved } from "../../dns/resolution.ts";
import type { Resolver } from "../../dns/resolver.ts";
import type { FarmControl } from "../changes/farm-control.ts";
import type { Server } from "../server.ts";

/** What a watched name asks of those who keep it. */
export interface ServerNamesHost {
  controlOf(server: Server): FarmControl;
  /** Connections to the address before are of no use. */
  moved(server: Server): void;
  /** An SRV record gave the server a host, or took it away. */
  watchHost(server: Server): void;
  leaveHost(server: Server): void;
}

/** The reasons that the log gives for a server without an address. */
export const reasons: Readonly<Record<Unresolved, string>> = {
  nx: "DNS NX status",
  refused: "DNS refused status",
  timeout: "DNS timeout status",
  other: "unspecified DNS error",
};

export abstract class Watched {
  protected readonly resolver: Resolver;
  /** In the order of the configuration. */
  readonly servers: Server[] = [];
  readonly #timer: Timer = new Timer(() => this.#ask());
  #validMs: number;
  #isAsking = false;
  /** The last answer was good, and came at `#validMs`. */
  #isValid = false;
  #isStopped = false;

  constructor(resolver: Resolver) {
    this.resolver = resolver;
    this.#validMs = resolver.wheel.nowMs;
  }

  start(): void {
    this.#validMs = this.nowMs;
    this.#ask();
  }

  stop(): void {
    this.#isStopped = true;
    this.resolver.wheel.cancel(this.#timer);
  }

  /** A server cannot be reached: it may have moved. A good answer counts for `hold valid`. */
  hasten(): void {
    const isHeld = this.#isValid && this.nowMs - this.#validMs < this.resolver.settings.validMs;
    if (!isHeld) this.#ask();
  }

  protected get nowMs(): number {
    return this.resolver.wheel.nowMs;
  }

  protected abstract question(done: (outcome: Outcome) => void): void;
  protected abstract resolved(answer: Resolved): void;
  /** A bad outcome that no good one makes up for. */
  protected abstract lost(fault: Unresolved): void;

  #ask(): void {
    if (this.#isAsking || this.#isStopped) return;
    this.#isAsking = true;
    this.resolver.wheel.cancel(this.#timer);
    this.question((outcome) => this.#end(outcome));
  }

  #end(outcome: Outcome): void {
    this.#isAsking = false;
    if (this.#isStopped) return;
    const { hold, resolveMs } = this.resolver.settings;
    this.#isValid = typeof outcome !== "string";
    if (typeof outcome !== "string") {
      this.#validMs = this.nowMs;
      this.resolved(outcome);
    } else if (this.nowMs - this.#validMs >= hold[outcome]) this.lost(outcome);
    this.resolver.wheel.schedule(this.#timer, resolveMs);
  }
}
