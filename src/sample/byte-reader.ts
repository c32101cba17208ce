/**
 * Reads numbers and strings out of bytes, one after the other. It never throws: what is asked for
 * behind the end gives 0 or "" and leaves `isBroken` set, which the caller asks when he is through.
 */
export class ByteReader {
  readonly #bytes: string;
  readonly #end: number;
  #at: number;
  #isBroken: boolean = false;

  constructor(bytes: string, start: number, end: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** Something was asked for that is not there. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  get at(): number {
    return this.#at;
  }

  /** Nothing is left, or all was lost. */
  get isAtEnd(): boolean {
    return this.#isBroken || this.#at >= this.#end;
  }

  /** Says that what was read cannot be. */
  fail(): void {
    this.#isBroken = true;
  }

  /** An unsigned big-endian integer of 1 to 4 bytes. */
  integer(sizeBytes: number): number {
    const text = this.text(sizeBytes);
    let value = 0;
    for (let i = 0; i < text.length; i++) value = value * 256 + text.charCodeAt(i);
    return value;
  }

  /** So many bytes as latin1. */
  text(sizeBytes: number): string {
    if (this.#isBroken || this.#at + sizeBytes > this.#end) {
      this.#isBroken = true;
      return "";
    }
    this.#at += sizeBytes;
    return this.#bytes.slice(this.#at - sizeBytes, this.#at);
  }
}
