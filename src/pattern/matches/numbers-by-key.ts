/** Numbers of entries by an exact key of any type; several may have the same one, in order. */

const NO_NUMBERS: readonly number[] = [];

export class NumbersByKey<Key> {
  readonly #first: Map<Key, number> = new Map();
  /** Those behind the first, for the few keys that have several. */
  readonly #others: Map<Key, number[]> = new Map();

  /** The one that was added first; 0 for none. */
  get(key: Key): number {
    return this.#first.get(key) ?? 0;
  }

  add(key: Key, number: number): void {
    if (!this.#first.has(key)) {
      this.#first.set(key, number);
      return;
    }
    const others = this.#others.get(key);
    if (others === undefined) this.#others.set(key, [number]);
    else others.push(number);
  }

  remove(key: Key, number: number): void {
    const others = this.#others.get(key) ?? NO_NUMBERS;
    const first = this.#first.get(key);
    const left = others.filter((other) => other !== number);
    const next = first === number ? left.shift() : first;
    if (next === undefined) this.#first.delete(key);
    else this.#first.set(key, next);
    if (left.length === 0) this.#others.delete(key);
    else this.#others.set(key, left);
  }
}
