/**
 * The memory that all threads share: regions with names, inside SharedArrayBuffers. The control
 * thread makes regions; workers attach to its directory. A region's memory never moves and its
 * name and size always give the same memory, across reloads too. What a reload no longer names
 * stays, since connections of the generation before may count in it for as long as they like; a
 * later reload that names it again finds it, with what it held, unless the name had another size
 * meanwhile. Only a load that failed gives back what it took. New memory is zero, and the system gives it pages on first use.
 */

/** A piece of shared memory, aligned to 64 bytes (a cache line). */
export interface Region {
  readonly buffer: SharedArrayBuffer;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** Where regions come from; the compiler takes this and need not know on which thread it runs. */
export interface RegionSource {
  /**
   * The region of that name and size.
   * @throws RangeError if it cannot be had.
   */
  region(name: string, sizeBytes: number): Region;
  /** The region of that name, if there is one. */
  find(name: string): Region | undefined;
}

/** What a worker needs to see the same regions; can be posted to it. */
export interface ArenaDirectory {
  readonly regions: readonly (Region & { readonly name: string })[];
}

const ALIGNMENT_BYTES = 64;
const CHUNK_BYTES = 1 << 20;
/** Regions of this size and more get a buffer of their own. */
const OWN_BUFFER_BYTES = CHUNK_BYTES / 4;

const aligned = (sizeBytes: number): number =>
  Math.ceil(sizeBytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;

/** The control thread's arena. */
export class Arena implements RegionSource {
  readonly #regions: Map<string, Region> = new Map();
  /** Pieces of chunks to give out again, by aligned size. */
  readonly #free: Map<number, Region[]> = new Map();
  #chunk: SharedArrayBuffer = new SharedArrayBuffer(CHUNK_BYTES);
  #chunkUsedBytes: number = 0;

  /**
   * The region of that name: the one there is if it has this size, else a new, zeroed one.
   * @throws RangeError if `sizeBytes` is not a positive integer or the system has no memory.
   */
  region(name: string, sizeBytes: number): Region {
    if (!Number.isSafeInteger(sizeBytes) || sizeBytes <= 0) {
      throw new RangeError(`arena region "${name}": ${sizeBytes} is no size`);
    }
    const present = this.#regions.get(name);
    if (present?.byteLength === sizeBytes) return present;
    const region = this.#allocate(sizeBytes);
    this.#regions.set(name, region);
    return region;
  }

  /** The region of that name, if there is one. */
  find(name: string): Region | undefined {
    return this.#regions.get(name);
  }

  /** The names as they are now, for `restore`. */
  mark(): ReadonlyMap<string, Region> {
    return new Map(this.#regions);
  }

  /**
   * Takes back what was named since the mark: a load that failed must not cost the generation in
   * service its memory. Nobody may use those regions.
   */
  restore(mark: ReadonlyMap<string, Region>): void {
    const marked = new Set(mark.values());
    for (const region of this.#regions.values()) if (!marked.has(region)) this.#recycle(region);
    this.#regions.clear();
    for (const [name, region] of mark) this.#regions.set(name, region);
  }

  /** A description of all regions, to be posted to workers. */
  directory(): ArenaDirectory {
    return { regions: [...this.#regions].map(([name, region]) => ({ name, ...region })) };
  }

  /** A worker's view of the regions that the control thread made. */
  static attach(directory: ArenaDirectory): AttachedArena {
    return new AttachedArena(directory);
  }

  #allocate(sizeBytes: number): Region {
    const takenBytes = aligned(sizeBytes);
    if (takenBytes >= OWN_BUFFER_BYTES) {
      const buffer = new SharedArrayBuffer(takenBytes);
      return { buffer, byteOffset: 0, byteLength: sizeBytes };
    }
    const recycled = this.#free.get(takenBytes)?.pop();
    if (recycled !== undefined) return { ...recycled, byteLength: sizeBytes };
    if (this.#chunkUsedBytes + takenBytes > CHUNK_BYTES) {
      this.#chunk = new SharedArrayBuffer(CHUNK_BYTES);
      this.#chunkUsedBytes = 0;
    }
    const byteOffset = this.#chunkUsedBytes;
    this.#chunkUsedBytes += takenBytes;
    return { buffer: this.#chunk, byteOffset, byteLength: sizeBytes };
  }

  /** Buffers of their own go back to the system with their last user; pieces are kept, zeroed. */
  #recycle(region: Region): void {
    const takenBytes = aligned(region.byteLength);
    if (takenBytes >= OWN_BUFFER_BYTES) return;
    new Uint8Array(region.buffer, region.byteOffset, takenBytes).fill(0);
    const pieces = this.#free.get(takenBytes);
    if (pieces === undefined) this.#free.set(takenBytes, [region]);
    else pieces.push(region);
  }
}

/** A worker's arena: it finds regions and never makes any. */
export class AttachedArena implements RegionSource {
  #regions: ReadonlyMap<string, Region> = new Map();

  constructor(directory: ArenaDirectory) {
    this.merge(directory);
  }

  /** Takes over the directory of a reload. Regions found before stay valid for who holds them. */
  merge(directory: ArenaDirectory): void {
    this.#regions = new Map(
      directory.regions.map(({ name, buffer, byteOffset, byteLength }) => [
        name,
        { buffer, byteOffset, byteLength },
      ]),
    );
  }

  /**
   * The region of that name and size.
   * @throws RangeError if the control thread did not make it: both compile the same text, so
   * that is an error of the program.
   */
  region(name: string, sizeBytes: number): Region {
    const region = this.#regions.get(name);
    if (region?.byteLength !== sizeBytes) {
      throw new RangeError(`arena region "${name}" of ${sizeBytes} bytes is not in the directory`);
    }
    return region;
  }

  /** The region of that name, if there is one. */
  find(name: string): Region | undefined {
    return this.#regions.get(name);
  }
}
