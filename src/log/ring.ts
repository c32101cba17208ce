/**
 * A ring of log lines in memory that all threads share (manual 12.5): a writer appends at the end
 * and drops the oldest lines to make room; readers keep a place of their own. A reader that holds
 * lines (a server they are being sent to) is waited for: what does not fit then is refused. The
 * memory outlives a reload.
 */
import { int32View } from "../core/record.ts";
import { MOST_RING_SERVERS } from "../config/model.ts";
import type { Region } from "../core/arena.ts";
import { lock, unlock } from "../core/spin-lock.ts";
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";

const Word = {
  lock: 0,
  /** Number of the oldest line, and of the next one; both wrap. */
  oldest: 1,
  next: 2,
  /** Offsets of these two in the data. */
  oldestAt: 3,
  nextAt: 4,
  usedBytes: 5,
  /** Somebody asked to be told of the next line. */
  awaited: 6,
  /** Lines that were refused. */
  dropped: 7,
  /** Two words for each holder: whether it holds, and the number of its next line. */
  holders: 8,
} as const;

const HEADER_WORDS: number = Word.holders + MOST_RING_SERVERS * 2;
const HEADER_BYTES = HEADER_WORDS * 4;
/** Before each line: its length. */
const LENGTH_BYTES = 4;

/** Where a reader stands. */
export interface RingPlace {
  line: number;
  at: number;
}

export class Ring {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #data: Uint8Array<SharedArrayBuffer>;
  readonly #bytes: ByteFactory;
  readonly #onLine: () => void;

  /** @param onLine a line came that somebody waited for; see `await`. */
  constructor(region: Region, bytes: ByteFactory, onLine: () => void) {
    this.#words = int32View({ ...region, byteLength: HEADER_BYTES });
    this.#data = new Uint8Array(
      region.buffer,
      region.byteOffset + HEADER_BYTES,
      region.byteLength - HEADER_BYTES,
    );
    this.#bytes = bytes;
    this.#onLine = onLine;
  }

  /** Bytes of the region for a ring of `sizeBytes`. */
  static regionBytes(sizeBytes: number): number {
    return HEADER_BYTES + sizeBytes;
  }

  /** Longest line that fits. */
  get maxLineBytes(): number {
    return this.#data.length - LENGTH_BYTES;
  }

  /** Appends bytes [start, end) as a line; false when a holder is in the way. */
  append(bytes: ByteBuffer, start: number, end: number): boolean {
    const sizeBytes = Math.min(end - start, this.maxLineBytes);
    lock(this.#words, Word.lock);
    const fits = this.#makeRoom(LENGTH_BYTES + sizeBytes);
    if (fits) this.#write(bytes, start, sizeBytes);
    unlock(this.#words, Word.lock);
    if (!fits) Atomics.add(this.#words, Word.dropped, 1);
    if (fits && Atomics.exchange(this.#words, Word.awaited, 0) !== 0) this.#onLine();
    return fits;
  }

  /** Lines that were refused so far. */
  get droppedLines(): number {
    return Atomics.load(this.#words, Word.dropped) >>> 0;
  }

  /** The next line that is appended calls `onLine`, once. */
  await(): void {
    Atomics.store(this.#words, Word.awaited, 1);
  }

  /** The place of the oldest line, or behind the newest. */
  place(where: "oldest" | "end"): RingPlace {
    lock(this.#words, Word.lock);
    const words = this.#words;
    const place =
      where === "oldest"
        ? { line: words[Word.oldest]!, at: words[Word.oldestAt]! }
        : { line: words[Word.next]!, at: words[Word.nextAt]! };
    unlock(this.#words, Word.lock);
    return place;
  }

  /** The line at `place`, which moves on; null at the end. Lines that are gone are passed over. */
  read(place: RingPlace): ByteBuffer | null {
    const words = this.#words;
    lock(words, Word.lock);
    if (((place.line - words[Word.oldest]!) | 0) < 0) {
      place.line = words[Word.oldest]!;
      place.at = words[Word.oldestAt]!;
    }
    const line = place.line === words[Word.next]! ? null : this.#lineAt(place.at);
    unlock(words, Word.lock);
    if (line === null) return null;
    place.line = (place.line + 1) | 0;
    place.at = (place.at + LENGTH_BYTES + line.length) % this.#data.length;
    return line;
  }

  /** Lines from `place` on are kept for the holder of that number, up to `MOST_RING_SERVERS`. */
  hold(holder: number, place: RingPlace): void {
    lock(this.#words, Word.lock);
    this.#words[Word.holders + holder * 2] = 1;
    this.#words[Word.holders + holder * 2 + 1] = place.line;
    unlock(this.#words, Word.lock);
  }

  /** The holder keeps nothing any more. */
  letGo(holder: number): void {
    Atomics.store(this.#words, Word.holders + holder * 2, 0);
  }

  #makeRoom(sizeBytes: number): boolean {
    const words = this.#words;
    while (words[Word.usedBytes]! + sizeBytes > this.#data.length) {
      if (this.#isHeld(words[Word.oldest]!)) return false;
      const oldestBytes = LENGTH_BYTES + this.#lengthAt(words[Word.oldestAt]!);
      words[Word.oldestAt] = (words[Word.oldestAt]! + oldestBytes) % this.#data.length;
      words[Word.usedBytes]! -= oldestBytes;
      words[Word.oldest] = (words[Word.oldest]! + 1) | 0;
    }
    return true;
  }

  #isHeld(line: number): boolean {
    for (let holder = 0; holder < MOST_RING_SERVERS; holder++) {
      const at = Word.holders + holder * 2;
      if (this.#words[at] !== 0 && ((line - this.#words[at + 1]!) | 0) >= 0) return true;
    }
    return false;
  }

  #write(bytes: ByteBuffer, start: number, sizeBytes: number): void {
    const words = this.#words;
    let at = words[Word.nextAt]!;
    for (let shift = 0; shift < LENGTH_BYTES * 8; shift += 8) {
      this.#data[at] = (sizeBytes >>> shift) & 255;
      at = at + 1 === this.#data.length ? 0 : at + 1;
    }
    const firstBytes = Math.min(sizeBytes, this.#data.length - at);
    bytes.copy(this.#data, at, start, start + firstBytes);
    if (firstBytes < sizeBytes) bytes.copy(this.#data, 0, start + firstBytes, start + sizeBytes);
    words[Word.nextAt] = (at + sizeBytes) % this.#data.length;
    words[Word.usedBytes]! += LENGTH_BYTES + sizeBytes;
    words[Word.next] = (words[Word.next]! + 1) | 0;
  }

  #lengthAt(at: number): number {
    let length = 0;
    for (let i = 0; i < LENGTH_BYTES; i++) {
      length |= this.#data[(at + i) % this.#data.length]! << (i * 8);
    }
    return length;
  }

  #lineAt(place: number): ByteBuffer {
    const length = this.#lengthAt(place);
    const at = (place + LENGTH_BYTES) % this.#data.length;
    const line = this.#bytes.alloc(length);
    const firstBytes = Math.min(length, this.#data.length - at);
    line.set(this.#data.subarray(at, at + firstBytes), 0);
    if (firstBytes < length) line.set(this.#data.subarray(0, length - firstBytes), firstBytes);
    return line;
  }
}
