/**
 * One question in progress: asked of all name servers at once, for one record type after the other
 * (the preferred family, then the other), all of it again every `retryMs` until the tries are used up (manual 5.3.2). The
 * first good answer ends it; of bad ones only the last counts.
 */
import type { IpAddress } from "../core/ip.ts";
import { Timer, type TimerWheel } from "../core/timer-wheel.ts";
import type { Service } from "./answer-addresses.ts";
import { RecordType } from "./message.ts";

export type Family = 4 | 6;

/** A good answer. */
export interface Resolved {
  /** The name server that gave it. */
  readonly from: string;
  /** Of a question for addresses. */
  readonly addresses: readonly IpAddress[];
  /** Of a question for services. */
  readonly services: readonly Service[];
}

/** Why there is no good answer; the words are those of `hold`. */
export type Unresolved = "nx" | "refused" | "timeout" | "other";

export type Outcome = Resolved | Unresolved;

/** What a resolution asks of its resolver. */
export interface ResolutionHost {
  readonly wheel: TimerWheel;
  readonly retryMs: number;
  /** Sends the question to all name servers; how many there are. */
  ask(resolution: Resolution): number;
  /** It is over. */
  settled(resolution: Resolution, outcome: Outcome): void;
  /** Name servers that have not answered the question in time. */
  unanswered(resolution: Resolution): void;
}

export class Resolution {
  /** On the wire. */
  readonly name: string;
  readonly key: string;
  /** Of the question on its way. */
  id = 0;
  type: RecordType;
  readonly waiting: ((outcome: Outcome) => void)[] = [];
  /** Name servers that answered the question on its way. */
  readonly answered: Set<object> = new Set();
  readonly #host: ResolutionHost;
  readonly #types: readonly RecordType[];
  readonly #timer: Timer = new Timer(() => this.#again());
  #triesLeft: number;
  #asked = 0;
  #lastFault: Unresolved = "timeout";

  /** `types` are asked for one after the other, until one is answered. */
  constructor(
    host: ResolutionHost,
    name: string,
    key: string,
    types: readonly RecordType[],
    tries: number,
  ) {
    this.#host = host;
    this.name = name;
    this.key = key;
    this.#types = types;
    this.type = types[0]!;
    this.#triesLeft = tries;
  }

  begin(): void {
    this.#ask(this.#types[0]!);
  }

  /** A good answer came. */
  succeed(resolved: Resolved): void {
    this.#end(resolved);
  }

  /** A name server has no good answer: the other ones may still know better. */
  fail(from: object, fault: Unresolved): void {
    this.#lastFault = fault;
    this.answered.add(from);
    if (this.answered.size < this.#asked) return;
    const next = this.#types[this.#types.indexOf(this.type) + 1];
    if (next !== undefined) this.#ask(next);
    else if (this.#triesLeft <= 1) this.#end(fault);
  }

  #ask(type: RecordType): void {
    this.type = type;
    this.answered.clear();
    this.#asked = this.#host.ask(this);
    if (this.#asked === 0) this.#end("other");
    else if (!this.#timer.pending) this.#host.wheel.schedule(this.#timer, this.#host.retryMs);
  }

  #again(): void {
    this.#host.unanswered(this);
    if (this.answered.size < this.#asked) this.#lastFault = "timeout";
    this.#triesLeft--;
    if (this.#triesLeft <= 0) this.#end(this.#lastFault);
    else this.#ask(this.#types[0]!);
  }

  #end(outcome: Outcome): void {
    if (this.#timer.pending) this.#host.wheel.cancel(this.#timer);
    this.#host.settled(this, outcome);
  }
}

/** The questions for addresses: for those of accepted families, the preferred one first. */
export function typesOf(prefer: Family, accepted: readonly Family[]): readonly RecordType[] {
  const families: readonly Family[] = prefer === 4 ? [4, 6] : [6, 4];
  return families
    .filter((family) => accepted.includes(family))
    .map((family) => (family === 4 ? RecordType.a : RecordType.aaaa));
}
