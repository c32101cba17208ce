/**
 * One question in progress: asked of all name servers at once, first for the preferred family, then
 * for the other, all of it again every `retryMs` until the tries are used up (manual 5.3.2). The
 * first good answer ends it; of bad ones only the last counts.
 */
import type { IpAddress } from "../core/ip.ts";
import { Timer, type TimerWheel } from "../core/timer-wheel.ts";
import { RecordType } from "./message.ts";

export type Family = 4 | 6;
type AddressType = typeof RecordType.a | typeof RecordType.aaaa;

/** What a resolution asks of its resolver. */
export interface ResolutionHost {
  readonly wheel: TimerWheel;
  readonly retryMs: number;
  /** Sends the question to all name servers; how many there are. */
  ask(resolution: Resolution): number;
  /** It is over; null when there is no address. */
  settled(resolution: Resolution, addresses: readonly IpAddress[] | null): void;
  /** Name servers that have not answered the question in time. */
  unanswered(resolution: Resolution): void;
}

export class Resolution {
  /** On the wire. */
  readonly name: string;
  readonly prefer: Family;
  /** Of the question on its way. */
  id = 0;
  type: AddressType;
  readonly waiting: ((address: readonly IpAddress[] | null) => void)[] = [];
  /** Name servers that answered the question on its way. */
  readonly answered: Set<object> = new Set();
  readonly #host: ResolutionHost;
  readonly #timer: Timer = new Timer(() => this.#again());
  #triesLeft: number;
  #asked = 0;

  constructor(host: ResolutionHost, name: string, prefer: Family, tries: number) {
    this.#host = host;
    this.name = name;
    this.prefer = prefer;
    this.type = typeOf(prefer);
    this.#triesLeft = tries;
  }

  begin(): void {
    this.#ask(typeOf(this.prefer));
  }

  /** A good answer came. */
  succeed(addresses: readonly IpAddress[]): void {
    this.#end(addresses);
  }

  /** A name server has no address, or failed: the other ones may still know better. */
  fail(from: object): void {
    this.answered.add(from);
    if (this.answered.size < this.#asked) return;
    if (this.type === typeOf(this.prefer)) this.#ask(typeOf(this.prefer === 4 ? 6 : 4));
    else if (this.#triesLeft <= 1) this.#end(null);
  }

  #ask(type: AddressType): void {
    this.type = type;
    this.answered.clear();
    this.#asked = this.#host.ask(this);
    if (this.#asked === 0) this.#end(null);
    else if (!this.#timer.pending) this.#host.wheel.schedule(this.#timer, this.#host.retryMs);
  }

  #again(): void {
    this.#host.unanswered(this);
    this.#triesLeft--;
    if (this.#triesLeft <= 0) this.#end(null);
    else this.#ask(typeOf(this.prefer));
  }

  #end(addresses: readonly IpAddress[] | null): void {
    if (this.#timer.pending) this.#host.wheel.cancel(this.#timer);
    this.#host.settled(this, addresses);
  }
}

function typeOf(family: Family): AddressType {
  return family === 4 ? RecordType.a : RecordType.aaaa;
}
