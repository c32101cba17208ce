/**
 * Datagrams of one turn of the event loop, sent with one system call (sendmmsg). The message
 * headers are laid out once, as Linux has them on 64-bit machines; only addresses and lengths of
 * the payloads change.
 */
import { ptr } from "bun:ffi";
import * as libc from "./libc.ts";

/** Messages sent with one call; a fuller batch is sent early. */
const MOST_MESSAGES = 64;
const BUFFER_BYTES = 256 * 1024;
/** struct mmsghdr: name, namelen, iov, iovlen, control, controllen, flags, then the sent length. */
const HEADER_WORDS = 16;
const NAME = 0;
const NAME_LENGTH = 2;
const VECTOR = 4;
const VECTOR_COUNT = 6;
/** struct iovec: base and length. */
const VECTOR_WORDS = 4;
const TWO_32 = 2 ** 32;

function putAddress(words: Uint32Array, at: number, address: number): void {
  words[at] = address % TWO_32;
  words[at + 1] = Math.floor(address / TWO_32);
}

export class DatagramBatch {
  /** Messages that were not sent; told to the callers of `add` that follow. */
  #dropped: number = 0;
  readonly #fd: number;
  readonly #payload: Uint8Array = new Uint8Array(BUFFER_BYTES);
  readonly #payloadAddress: number = ptr(this.#payload);
  readonly #headers: Uint32Array = new Uint32Array(MOST_MESSAGES * HEADER_WORDS);
  readonly #vectors: Uint32Array = new Uint32Array(MOST_MESSAGES * VECTOR_WORDS);
  #used: number = 0;
  #count: number = 0;
  #scheduled: boolean = false;
  /** Kept, as the headers point to it. */
  readonly #to: Uint8Array;

  constructor(fd: number, to: Uint8Array) {
    this.#fd = fd;
    this.#to = Uint8Array.from(to);
    const toAddress = ptr(this.#to);
    const vectors = ptr(this.#vectors);
    for (let i = 0; i < MOST_MESSAGES; i++) {
      const at = i * HEADER_WORDS;
      putAddress(this.#headers, at + NAME, toAddress);
      this.#headers[at + NAME_LENGTH] = to.length;
      putAddress(this.#headers, at + VECTOR, vectors + i * VECTOR_WORDS * 4);
      this.#headers[at + VECTOR_COUNT] = 1;
    }
  }

  /** Takes one datagram; false when an earlier one turned out lost, or this one is too long. */
  add(
    bytes: Uint8Array & {
      copy(target: Uint8Array, at: number, start: number, end: number): unknown;
    },
    start: number,
    end: number,
  ): boolean {
    const size = end - start;
    if (size > BUFFER_BYTES) return false;
    if (this.#count === MOST_MESSAGES || this.#used + size > BUFFER_BYTES) this.flush();
    bytes.copy(this.#payload, this.#used, start, end);
    const at = this.#count * VECTOR_WORDS;
    putAddress(this.#vectors, at, this.#payloadAddress + this.#used);
    this.#vectors[at + 2] = size;
    this.#used += size;
    this.#count++;
    if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(this.#flushLater);
    }
    if (this.#dropped === 0) return true;
    this.#dropped--;
    return false;
  }

  readonly #flushLater = (): void => {
    this.#scheduled = false;
    this.flush();
  };

  /** Sends what is here. One that the kernel refuses is dropped, the ones behind it are tried. */
  flush(): void {
    let first = 0;
    while (first < this.#count) {
      const sent = libc.sendMany(
        this.#fd,
        this.#headers,
        first * HEADER_WORDS,
        this.#count - first,
      );
      if (sent <= 0) {
        this.#dropped++;
        first++;
      } else first += sent;
    }
    this.#count = 0;
    this.#used = 0;
  }
}
