/**
 * A run of rules that look at the same sample, such as a hundred `use_backend … if { hdr(host) … }`:
 * one evaluation of the sample and one lookup tell which of them may apply, however many there are.
 * The lookup follows the patterns: it is made anew after a change at the admin socket.
 */
import type { Txn } from "../sample/txn.ts";
import type { SampleValue } from "../sample/types.ts";
import { type Alternatives, newAlternatives } from "./alternatives.ts";
import type { Guard } from "./guard.ts";
import type { PatternStore } from "./store.ts";

/** Runs shorter than this gain nothing. */
const SHORTEST_RUN = 3;

export class Dispatch {
  readonly #guards: readonly Guard[];
  /** Index of the run's first rule among all rules of the set. */
  readonly #begin: number;
  readonly #store: PatternStore;
  #alternatives: Alternatives | null = null;
  #storeRevision = -1;
  #revision = -1;
  #from = 0;
  #found = 0;
  readonly #visit: (value: SampleValue) => boolean;

  constructor(guards: readonly Guard[], begin: number, store: PatternStore) {
    this.#guards = guards;
    this.#begin = begin;
    this.#store = store;
    this.#visit = (value) => {
      this.#take(value);
      return false;
    };
  }

  /**
   * Index of the first rule at or behind `index` that may apply; the index behind the run when
   * none of it does. Rules in between do not apply.
   */
  next(txn: Txn, index: number): number {
    if (this.#storeRevision !== this.#store.revision) this.#follow();
    this.#from = index - this.#begin;
    this.#found = this.#guards.length;
    const { eval: fetch, all } = this.#guards[0]!.expression;
    if (all !== undefined) all(txn, this.#visit);
    else {
      const value = fetch(txn);
      if (value !== undefined) this.#take(value);
    }
    return this.#begin + this.#found;
  }

  #take(value: SampleValue): void {
    if (typeof value !== "string") return;
    const found = this.#alternatives!.first(value, this.#from);
    if (found < this.#found) this.#found = found;
  }

  /** Something changed in the store: if it was one of the run's sets, collects them again. */
  #follow(): void {
    this.#storeRevision = this.#store.revision;
    let revision = 0;
    for (const { references } of this.#guards) {
      for (const reference of references) revision += reference.revision;
    }
    if (this.#alternatives !== null && revision === this.#revision) return;
    this.#revision = revision;
    const { match, ignoreCase } = this.#guards[0]!;
    const alternatives = newAlternatives(match, ignoreCase);
    for (const [index, { references }] of this.#guards.entries()) {
      for (const reference of references) {
        for (const entry of reference.entries) alternatives.add(entry.key, index);
      }
    }
    this.#alternatives = alternatives;
  }
}

/**
 * For each rule the run it belongs to, or null. `guards` are those of the rules in order, null for
 * a rule that has none.
 */
export function dispatches(
  guards: readonly (Guard | null)[],
  store: PatternStore,
): readonly (Dispatch | null)[] {
  const found: (Dispatch | null)[] = guards.map(() => null);
  for (let begin = 0; begin < guards.length;) {
    const first = guards[begin]!;
    let end = begin + 1;
    while (first !== null && end < guards.length && guards[end]?.subject === first.subject) end++;
    if (first !== null && end - begin >= SHORTEST_RUN) {
      const run = guards.slice(begin, end).filter((guard) => guard !== null);
      const dispatch = new Dispatch(run, begin, store);
      for (let i = begin; i < end; i++) found[i] = dispatch;
    }
    begin = end;
  }
  return found;
}
