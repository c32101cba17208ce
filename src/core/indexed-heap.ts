/**
 * A binary heap of small integers (indices of a fixed number of things), the first in the given
 * order on top. Each index is in it at most once and can be taken out from the middle.
 */
export class IndexedHeap {
  readonly #isBefore: (a: number, b: number) => boolean;
  readonly #items: Int32Array;
  /** By index: where it is in `#items`, -1 for nowhere. */
  readonly #places: Int32Array;
  #size: number = 0;

  /** @param isBefore a strict order of any two indices below `capacity`, fixed while they are in. */
  constructor(capacity: number, isBefore: (a: number, b: number) => boolean) {
    this.#isBefore = isBefore;
    this.#items = new Int32Array(capacity);
    this.#places = new Int32Array(capacity).fill(-1);
  }

  get size(): number {
    return this.#size;
  }

  /** The first; -1 when empty. */
  get top(): number {
    return this.#size === 0 ? -1 : this.#items[0]!;
  }

  has(index: number): boolean {
    return this.#places[index] !== -1;
  }

  /** Puts in an index that is not in. */
  add(index: number): void {
    this.#rise(this.#size++, index);
  }

  /** Takes an index out; no effect if it is not in. */
  delete(index: number): void {
    const place = this.#places[index]!;
    if (place === -1) return;
    this.#places[index] = -1;
    const last = this.#items[--this.#size]!;
    if (last === index) return;
    this.#sink(place, last);
    if (this.#items[place] === last) this.#rise(place, last);
  }

  /** Puts `index` at the free `place` or as far above it as it belongs. */
  #rise(place: number, index: number): void {
    let at = place;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#items[parent]!;
      if (!this.#isBefore(index, above)) break;
      this.#put(at, above);
      at = parent;
    }
    this.#put(at, index);
  }

  /** Puts `index` at the free `place` or as far below it as it belongs. */
  #sink(place: number, index: number): void {
    let at = place;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= this.#size) break;
      const right = child + 1;
      if (right < this.#size && this.#isBefore(this.#items[right]!, this.#items[child]!)) {
        child = right;
      }
      const below = this.#items[child]!;
      if (!this.#isBefore(below, index)) break;
      this.#put(at, below);
      at = child;
    }
    this.#put(at, index);
  }

  #put(place: number, index: number): void {
    this.#items[place] = index;
    this.#places[index] = place;
  }
}
