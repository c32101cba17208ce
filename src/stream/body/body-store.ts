/**
 * Request body bytes kept back: for rules that look at the body (`wait-for-body`), and so that the
 * request can be sent again (`retry-on`). At most one buffer's worth is waited for.
 */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { ThreadIo } from "../../mux/thread-io.ts";
import type { BufferFacts } from "../../sample/txn.ts";

/** A range of a buffer that is nobody else's to change. */
interface Piece {
  readonly bytes: ByteBuffer;
  readonly start: number;
  readonly end: number;
}

export class BodyStore implements BufferFacts {
  sizeBytes: number = 0;
  /** All of the body is here. */
  complete: boolean = false;
  #pieces: Piece[] = [];
  readonly #io: ThreadIo;

  constructor(io: ThreadIo) {
    this.#io = io;
  }

  add(bytes: ByteBuffer, start: number, end: number): void {
    this.#pieces.push({ bytes, start, end });
    this.sizeBytes += end - start;
  }

  /** All bytes in one piece; joined when first asked for. */
  get bytes(): ByteBuffer | null {
    return this.#joined()?.bytes ?? null;
  }

  get start(): number {
    return this.#joined()?.start ?? 0;
  }

  get end(): number {
    return this.#joined()?.end ?? 0;
  }

  /** Gives each piece to `send`, in order. False if one was not taken gladly. */
  sendTo(send: (bytes: ByteBuffer, start: number, end: number) => boolean): boolean {
    let glad = true;
    for (const piece of this.#pieces) glad = send(piece.bytes, piece.start, piece.end) && glad;
    return glad;
  }

  #joined(): Piece | null {
    if (this.#pieces.length > 1) {
      const bytes = this.#io.runtime.bytes.concat(
        this.#pieces.map((piece) => piece.bytes.subarray(piece.start, piece.end)),
      );
      this.#pieces = [{ bytes, start: 0, end: bytes.length }];
    }
    return this.#pieces[0] ?? null;
  }
}
