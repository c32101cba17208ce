/**
 * A body on its way through a compressor. What comes in leaves within the same turn of the event
 * loop: once all that was ready is served, the rest is flushed. Until then the last piece is held
 * back, so that most bodies are compressed in one call and sent in one piece. Whether the receiver
 * is slow is told by what `push` returns, or by `stop`. A stage is ended or closed in the end.
 */
import type { ThreadIo } from "../../mux/thread-io.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { Compressor, Flushing } from "../../runtime/compression.ts";

/** Where the compressed bytes go. */
export interface StageEnds {
  /** Sends bytes on; false when the receiver is slow. */
  send(bytes: ByteBuffer, start: number, end: number): boolean;
  /** The receiver became slow by what was flushed: the source must stop. */
  stop(): void;
  /** Bytes went in and came out. */
  count(sizeIn: number, sizeOut: number): void;
  /** The compressor is closed. */
  closed(): void;
}

export class CompressionStage {
  readonly #io: ThreadIo;
  readonly #compressor: Compressor;
  readonly #ends: StageEnds;
  readonly #receive: (bytes: ByteBuffer) => void = (bytes) => this.#pass(bytes);
  readonly #flush: () => void = () => this.#onTurnOver();
  /** What is held: the bytes from `#start` to `#end`. */
  #bytes: ByteBuffer;
  #start: number = 0;
  #end: number = 0;
  #isOver: boolean = false;
  #flushes: boolean = false;
  #sizeOut: number = 0;
  #isGlad: boolean = true;

  constructor(io: ThreadIo, compressor: Compressor, ends: StageEnds) {
    this.#io = io;
    this.#compressor = compressor;
    this.#ends = ends;
    this.#bytes = io.noBytes;
  }

  /** Takes bytes, which nobody changes any more; false when the source must stop. */
  push(bytes: ByteBuffer, start: number, end: number): boolean {
    if (this.#isOver || start === end) return true;
    if (this.#end > this.#start) this.#write("none");
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    if (!this.#flushes) {
      this.#flushes = true;
      this.#io.defer(0, this.#flush);
    }
    return this.#isGlad;
  }

  /** The data is complete: its last bytes go on. */
  end(): void {
    if (this.#isOver) return;
    this.#write("end");
    this.close();
  }

  /** Gives the compressor up, wherever it stands. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#bytes = this.#io.noBytes;
    this.#compressor.close();
    this.#ends.closed();
  }

  #onTurnOver(): void {
    this.#flushes = false;
    if (this.#isOver) return;
    this.#io.begin();
    this.#write("sync");
    if (!this.#isGlad && !this.#isOver) this.#ends.stop();
  }

  /** Compresses what is held. */
  #write(flushing: Flushing): void {
    const bytes = this.#bytes;
    const start = this.#start;
    const end = this.#end;
    this.#bytes = this.#io.noBytes;
    this.#start = this.#end = 0;
    this.#isGlad = true;
    this.#sizeOut = 0;
    this.#compressor.write(bytes, start, end, flushing, this.#receive);
    this.#ends.count(end - start, this.#sizeOut);
  }

  #pass(bytes: ByteBuffer): void {
    this.#sizeOut += bytes.length;
    if (!this.#ends.send(bytes, 0, bytes.length)) this.#isGlad = false;
  }
}
