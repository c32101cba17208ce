/**
 * Byte buffers as every runtime hands them out. A buffer that a socket delivers belongs to
 * the receiver: nobody writes to it again, so slices of it may be kept and forwarded uncopied.
 */

/**
 * A byte array with the native latin1 and UTF-8 codecs that Bun, Node and Deno all attach to
 * their buffers. Text inside the proxy is latin1: one character is one byte of the wire.
 */
export interface ByteBuffer extends Uint8Array {
  /** The bytes [start, end) as a latin1 string. */
  latin1Slice(start: number, end: number): string;
  /** Writes `text` as latin1 at `offset`; at most `length` bytes. Returns the bytes written. */
  latin1Write(text: string, offset: number, length: number): number;
  /** The bytes [start, end) decoded as UTF-8, bad sequences replaced. */
  utf8Slice(start: number, end: number): string;
  /** Writes `text` as UTF-8 at `offset`; at most `length` bytes. Returns the bytes written. */
  utf8Write(text: string, offset: number, length: number): number;
  /** Copies the bytes [sourceStart, sourceEnd) to `target` at `targetStart`. Returns the bytes copied. */
  copy(target: Uint8Array, targetStart: number, sourceStart: number, sourceEnd: number): number;
  /** A view of the bytes [start, end); no copy is made. */
  subarray(start?: number, end?: number): ByteBuffer;
}

/** Makes byte buffers. */
export interface ByteFactory {
  /** A buffer of `sizeBytes` with unspecified content. */
  alloc(sizeBytes: number): ByteBuffer;
  /** The latin1 text as bytes. */
  latin1(text: string): ByteBuffer;
  /** The text as UTF-8 bytes. */
  utf8(text: string): ByteBuffer;
  /** One buffer with the content of all; copies. */
  concat(parts: readonly Uint8Array[]): ByteBuffer;
  /** The same memory seen as a ByteBuffer; no copy. */
  view(bytes: Uint8Array): ByteBuffer;
}
