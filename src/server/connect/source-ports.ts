/**
 * The source ports of one server (`source <addr>:<low>-<high>`): a word for each in memory that all
 * threads share, and that outlives a reload as the connections do. No port is given out twice
 * before it was given back; the search for a free one goes on where the last one ended.
 */
import type { RegionSource } from "../../core/arena.ts";
import { int32View } from "../../core/record.ts";
import type { LocalPorts } from "../../runtime/transport.ts";

/** What a dial is told of where it comes from. */
export interface SourceEnd {
  readonly localAddress: string | null;
  readonly localPort: number;
  readonly localPorts: LocalPorts | null;
  readonly interfaceName: string | null;
}

/** The system chooses. */
export const ANY_SOURCE: SourceEnd = {
  localAddress: null,
  localPort: 0,
  localPorts: null,
  interfaceName: null,
};

export class SourcePorts implements LocalPorts {
  readonly size: number;
  readonly #first: number;
  /** Where the next search begins, then 1 for each port that is in use. */
  readonly #words: Int32Array<SharedArrayBuffer>;

  /** @param name the same for all threads and generations, for one server and range. */
  constructor(regions: RegionSource, name: string, first: number, last: number) {
    this.#first = first;
    this.size = last - first + 1;
    const sizeBytes = (this.size + 1) * Int32Array.BYTES_PER_ELEMENT;
    this.#words = int32View(regions.region(`source-ports/${name}/${first}-${last}`, sizeBytes));
  }

  take(): number {
    const words = this.#words;
    for (let tried = 0; tried < this.size; tried++) {
      const index = (Atomics.add(words, 0, 1) >>> 0) % this.size;
      if (Atomics.compareExchange(words, 1 + index, 0, 1) === 0) return this.#first + index;
    }
    return 0;
  }

  giveBack(port: number): void {
    Atomics.store(this.#words, 1 + port - this.#first, 0);
  }
}
