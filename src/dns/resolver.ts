/**
 * A `resolvers` section at work on one thread (manual 5.3.2): resolves names through its name
 * servers, each name once for all who wait for it, and keeps good answers for `hold valid`.
 */
import type { IpAddress } from "../core/ip.ts";
import type { TimerWheel } from "../core/timer-wheel.ts";
import { addressesOf, type AnswerFault, servicesOf } from "./answer-addresses.ts";
import { type DnsAnswer, question, Rcode, readAnswer, RecordType } from "./message.ts";
import { encodeName } from "./name.ts";
import type { Nameserver } from "./nameserver.ts";
import {
  type Family,
  type Outcome,
  Resolution,
  type ResolutionHost,
  type Resolved,
  typesOf,
  type Unresolved,
} from "./resolution.ts";

export interface ResolverSettings {
  readonly name: string;
  /** `resolve_retries`: rounds of questions. */
  readonly tries: number;
  /** `timeout retry`. */
  readonly retryMs: number;
  /** `hold valid`. */
  readonly validMs: number;
  /** `accepted_payload_size`. */
  readonly payloadBytes: number;
  /** `timeout resolve`: how often the names of servers are asked for. */
  readonly resolveMs: number;
  /** `dns-accept-family`: of which there is at least one. */
  readonly families: () => readonly Family[];
  /** `hold`: how long a last good answer counts after a bad one, and after a record is gone. */
  readonly hold: Readonly<Record<Unresolved | "obsolete", number>>;
}

/** A good answer; its addresses are given in turn. */
interface Held {
  readonly addresses: readonly IpAddress[];
  readonly untilMs: number;
  next: number;
}

/** Names come from requests: the eldest answers go first, and too many questions are refused. */
const MOST_HELD = 10_000;
const MOST_PENDING = 10_000;

export class Resolver implements ResolutionHost {
  readonly name: string;
  readonly nameservers: readonly Nameserver[];
  readonly wheel: TimerWheel;
  readonly retryMs: number;
  readonly settings: ResolverSettings;
  readonly #begin: () => void;
  readonly #randomUint32: () => number;
  #isRetired = false;
  readonly #held: Map<string, Held> = new Map();
  readonly #pending: Map<string, Resolution> = new Map();
  readonly #byId: Map<number, Resolution> = new Map();
  readonly #receive: (from: Nameserver, answer: Uint8Array) => void;

  /** `begin` begins an I/O event of the thread, whose timers are `wheel`. */
  constructor(
    settings: ResolverSettings,
    nameservers: readonly Nameserver[],
    wheel: TimerWheel,
    begin: () => void,
    randomUint32: () => number,
  ) {
    this.name = settings.name;
    this.nameservers = nameservers;
    this.wheel = wheel;
    this.retryMs = settings.retryMs;
    this.settings = settings;
    this.#begin = begin;
    this.#randomUint32 = randomUint32;
    this.#receive = (from, answer) => this.#answered(from, answer);
  }

  /**
   * Gives an address of `host` to `done`, null when there is none; at once where the answer is
   * known. `prefer` is the family that is asked for first.
   */
  resolve(host: string, prefer: Family, done: (address: IpAddress | null) => void): void {
    const name = encodeName(host);
    if (name === undefined) return done(null);
    const key = `${prefer}${name}`;
    const held = this.#held.get(key);
    if (held !== undefined && held.untilMs > this.wheel.nowMs) return done(nextOf(held));
    this.#ask(key, name, typesOf(prefer, this.settings.families()), (outcome) => {
      done(typeof outcome === "string" ? null : this.#take(key));
    });
  }

  /** Asks for the addresses of `host`, whatever is held; for servers. */
  addresses(host: string, prefer: Family, done: (outcome: Outcome) => void): void {
    const name = encodeName(host);
    if (name === undefined) done("other");
    else this.#ask(`${prefer}${name}`, name, typesOf(prefer, this.settings.families()), done);
  }

  /** Asks for the services of an SRV label. */
  services(label: string, done: (outcome: Outcome) => void): void {
    const name = encodeName(label);
    if (name === undefined) done("other");
    else this.#ask(`S${name}`, name, [RecordType.srv], done);
  }

  #ask(
    key: string,
    name: string,
    types: readonly RecordType[],
    done: (outcome: Outcome) => void,
  ): void {
    let pending = this.#pending.get(key);
    if (pending === undefined && this.#pending.size >= MOST_PENDING) return done("other");
    const isNew = pending === undefined;
    pending ??= new Resolution(this, name, key, types, this.settings.tries);
    pending.waiting.push(done);
    if (!isNew) return;
    this.#pending.set(key, pending);
    pending.begin();
  }

  /** The configuration is left: once nothing is asked any more, no socket stays open. */
  retire(): void {
    this.#isRetired = true;
    this.#closeIfDone();
  }

  ask(resolution: Resolution): number {
    this.#byId.delete(resolution.id);
    do resolution.id = this.#randomUint32() & 0xffff;
    while (this.#byId.has(resolution.id));
    this.#byId.set(resolution.id, resolution);
    const { id, name, type } = resolution;
    const text = question(id, name, type, this.settings.payloadBytes);
    for (const nameserver of this.nameservers) nameserver.send(text, this.#receive);
    return this.nameservers.length;
  }

  unanswered(resolution: Resolution): void {
    for (const nameserver of this.nameservers) {
      if (!resolution.answered.has(nameserver)) nameserver.count("timeout");
    }
  }

  settled(resolution: Resolution, outcome: Outcome): void {
    const { key } = resolution;
    this.#byId.delete(resolution.id);
    this.#pending.delete(key);
    if (typeof outcome !== "string" && outcome.addresses.length > 0) {
      this.#hold(key, outcome.addresses);
    }
    for (const tell of resolution.waiting) tell(outcome);
    this.#closeIfDone();
  }

  #closeIfDone(): void {
    if (!this.#isRetired || this.#pending.size > 0) return;
    for (const nameserver of this.nameservers) nameserver.close();
  }

  #hold(key: string, addresses: readonly IpAddress[]): void {
    this.#held.delete(key);
    if (this.#held.size >= MOST_HELD) this.#held.delete(this.#held.keys().next().value!);
    const untilMs = this.wheel.nowMs + this.settings.validMs;
    this.#held.set(key, { addresses, untilMs, next: 0 });
  }

  #take(key: string): IpAddress | null {
    const held = this.#held.get(key);
    return held === undefined ? null : nextOf(held);
  }

  #answered(from: Nameserver, message: Uint8Array): void {
    this.#begin();
    if (message.length > this.settings.payloadBytes) return from.count("too_big");
    const answer = readAnswer(message);
    if (answer === undefined) return from.count("invalid");
    const resolution = this.#byId.get(answer.id);
    if (resolution === undefined) return from.count("outdated");
    // What was not asked is not believed, whoever guessed the number.
    if (resolution.name !== answer.name || resolution.type !== answer.type) {
      return from.count("invalid");
    }
    const found = readResult(answer, from.name, this.settings.families());
    if (typeof found === "string") {
      from.count(found);
      return resolution.fail(from, found === "nx" || found === "refused" ? found : "other");
    }
    from.count("valid");
    resolution.succeed(found);
  }
}

type Fault = AnswerFault | "truncated" | "nx" | "refused" | "other";

function readResult(
  answer: DnsAnswer,
  from: string,
  families: readonly Family[],
): Resolved | Fault {
  if (answer.isTruncated) return "truncated";
  if (answer.rcode !== Rcode.noError) return faultOf(answer.rcode);
  if (answer.type === RecordType.srv) {
    const services = servicesOf(answer, families);
    return typeof services === "string" ? services : { from, addresses: [], services };
  }
  const addresses = addressesOf(answer);
  return typeof addresses === "string" ? addresses : { from, addresses, services: [] };
}

function nextOf(held: Held): IpAddress {
  const address = held.addresses[held.next % held.addresses.length]!;
  held.next++;
  return address;
}

function faultOf(rcode: number): "nx" | "refused" | "other" {
  if (rcode === Rcode.nxDomain) return "nx";
  return rcode === Rcode.refused ? "refused" : "other";
}
