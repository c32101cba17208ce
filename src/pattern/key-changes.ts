/**
 * Changes that rules make of maps and ACLs (set-map, add-acl, …). The thread that runs the rule
 * makes the change at once, so that its next rule sees it, and tells the control thread, which
 * sends all such changes to all threads in one order. A thread that hears of another's change to a
 * key while a change of its own is under way leaves it: its own comes later in that order. So all
 * copies end up equal.
 */
import type { PatternStore } from "./store.ts";

export interface KeyChange {
  /** Name of the set: a file, or `virt@…`. */
  readonly name: string;
  readonly key: string;
  /** "put" gives the key's entries this value, or adds one; "drop" takes them out. */
  readonly op: "put" | "drop";
  /** Null in an ACL. */
  readonly value: string | null;
}

export class KeyChanges {
  readonly #store: PatternStore;
  /** How many changes of a key this thread has made that did not come back yet. */
  readonly #underWay: Map<string, number> = new Map();
  #tell: ((change: KeyChange) => void) | null = null;
  #comesBack = false;

  constructor(store: PatternStore) {
    this.#store = store;
  }

  /**
   * Whom to tell of this thread's changes; `comesBack` says that `receive` will be given each of
   * them, as is so on every thread but the one that orders them.
   */
  connect(tell: (change: KeyChange) => void, comesBack: boolean): void {
    this.#tell = tell;
    this.#comesBack = comesBack;
  }

  /** A change by a rule of this thread. Sets that no rule looks into stay unknown. */
  make(change: KeyChange): void {
    if (!applyTo(this.#store, change)) return;
    if (this.#tell === null) return;
    if (this.#comesBack) {
      const mark = markOf(change);
      this.#underWay.set(mark, (this.#underWay.get(mark) ?? 0) + 1);
    }
    this.#tell(change);
  }

  /** A change in the order that all threads share; `isOwn` for one that came back. */
  receive(change: KeyChange, isOwn: boolean): void {
    const mark = markOf(change);
    const underWay = (this.#underWay.get(mark) ?? 0) - (isOwn ? 1 : 0);
    if (underWay > 0) {
      this.#underWay.set(mark, underWay);
      return;
    }
    this.#underWay.delete(mark);
    applyTo(this.#store, change);
  }
}

const markOf = ({ name, key }: KeyChange): string => `${name}\0${key}`;

/** False when there is no such set, or nothing to change. */
function applyTo(store: PatternStore, { name, key, op, value }: KeyChange): boolean {
  const reference = store.named(name);
  if (reference === undefined) return false;
  const before = reference.revision;
  const entry = { key, nth: null };
  const known = reference.entry(key);
  if (op === "drop") reference.delete(entry);
  else if (known === undefined) reference.add(key, value);
  else if (value !== null && known.value !== value) reference.set(entry, value);
  const changed = reference.revision !== before;
  if (changed) store.revision++;
  return changed;
}
