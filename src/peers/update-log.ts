/**
 * Which entries of a table changed here, in order: every change gets the next number, and an entry
 * stands at its last one. Peers read on from the number they know. The log holds twice the table's
 * size of numbers; who is further behind has to take all entries.
 */

export class UpdateLog {
  readonly #capacity: number;
  /** The entry of each of the last numbers. */
  readonly #order: Int32Array;
  /** The last number of each entry. */
  readonly #numberOf: Uint32Array;
  /** The number given last; 0 before the first. */
  last: number = 0;

  /** @param sizeEntries entries of the table. */
  constructor(sizeEntries: number) {
    this.#capacity = 2 ** Math.ceil(Math.log2(2 * sizeEntries));
    this.#order = new Int32Array(this.#capacity);
    this.#numberOf = new Uint32Array(sizeEntries);
  }

  /** Notes that an entry changed. */
  record(entry: number): void {
    this.last = (this.last + 1) >>> 0;
    this.#order[this.last % this.#capacity] = entry;
    this.#numberOf[entry] = this.last;
  }

  /** Whether all that came after `number` is still known. */
  reaches(number: number): boolean {
    return (this.last - number) >>> 0 <= this.#capacity;
  }

  /** The first number after `number` at which an entry stands; `number` itself for none. */
  after(number: number): number {
    const ahead = (this.last - number) >>> 0;
    for (let step = 1; step <= ahead; step++) {
      const candidate = (number + step) >>> 0;
      if (this.#numberOf[this.entryAt(candidate)] === candidate) return candidate;
    }
    return number;
  }

  /** The entry that got the number. */
  entryAt(number: number): number {
    return this.#order[number % this.#capacity]!;
  }
}
