/**
 * Compression as the core asks a runtime for it: synchronous and a piece at a time, so that what a
 * server sends reaches the client within the same turn of the event loop and the socket's
 * back-pressure is all that is needed. A compressor holds native memory until `close`.
 */
import type { ByteBuffer } from "./bytes.ts";

/** Formats on the wire: RFC 1952, RFC 1950, RFC 1951, RFC 7932, RFC 8878. */
export type CompressionFormat = "gzip" | "zlib" | "raw-deflate" | "brotli" | "zstd";

export interface CompressionSettings {
  /** zlib's level, 0 (stored) to 9; of the other formats the level of about the same effort. */
  readonly level: number;
  /** Binary logarithm of deflate's window in bytes, 8 to 15; 9 is taken for 8. */
  readonly windowBits: number;
  /** zlib's memLevel, 1 to 9. */
  readonly memoryLevel: number;
}

/** What is left to do with the input once it is taken. */
export type Flushing =
  /** Output comes when there is enough of it. */
  | "none"
  /** All that was taken so far comes out, so that the receiver can read it. */
  | "sync"
  /** The data is complete. */
  | "end";

/** One body being compressed. */
export interface Compressor {
  /**
   * Takes the bytes [start, end) and gives what came out to `receive`, in pieces that belong to
   * the receiver. Nothing may be written after "end".
   */
  write(
    bytes: ByteBuffer,
    start: number,
    end: number,
    flushing: Flushing,
    receive: (bytes: ByteBuffer) => void,
  ): void;
  /** Gives its memory back, wherever it stands; the last call. */
  close(): void;
}

export interface Compression {
  /** Whether this runtime has the format. */
  has(format: CompressionFormat): boolean;
  open(format: CompressionFormat, settings: CompressionSettings): Compressor;
  /** Compressors that were opened and not closed yet, on this thread. */
  readonly openCount: number;
}
