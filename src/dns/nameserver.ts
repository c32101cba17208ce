/** A name server: the way to it, and what happened on it, as `show resolvers` tells. */
import type { CounterBlock } from "../core/record.ts";

/** What is counted, in the order in which `show resolvers` lists it. */
export const nameserverCounts = [
  "sent",
  "snd_error",
  "valid",
  "update",
  "cname",
  "cname_error",
  "any_err",
  "nx",
  "timeout",
  "refused",
  "other",
  "invalid",
  "too_big",
  "truncated",
  "outdated",
] as const;
export type NameserverCount = (typeof nameserverCounts)[number];

const INDEX: ReadonlyMap<NameserverCount, number> = new Map(
  nameserverCounts.map((count, index) => [count, index]),
);

/** Carries questions to one server and its answers back. */
export interface DnsLink {
  /** Sends a question, latin1 text. */
  send(question: string): void;
  close(): void;
}

/** Opens the link; `receive` is called for each answer, `fail` when a question could not be sent. */
export type OpenDnsLink = (receive: (answer: Uint8Array) => void, fail: () => void) => DnsLink;

export class Nameserver {
  readonly name: string;
  readonly #counters: CounterBlock;
  readonly #open: OpenDnsLink;
  #link: DnsLink | null = null;

  constructor(name: string, counters: CounterBlock, open: OpenDnsLink) {
    this.name = name;
    this.#counters = counters;
    this.#open = open;
  }

  /** Sends a question; the link is opened with the first. */
  send(question: string, receive: (from: Nameserver, answer: Uint8Array) => void): void {
    this.#link ??= this.#open(
      (answer) => receive(this, answer),
      () => this.count("snd_error"),
    );
    this.count("sent");
    this.#link.send(question);
  }

  count(what: NameserverCount): void {
    this.#counters.add(INDEX.get(what)!, 1);
  }

  /** Summed over all threads. */
  sum(what: NameserverCount): number {
    return this.#counters.sum(INDEX.get(what)!);
  }

  close(): void {
    this.#link?.close();
    this.#link = null;
  }
}
