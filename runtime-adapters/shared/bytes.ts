/**
 * Byte buffers on node:buffer, which Bun, Node and Deno all have. A Buffer is a ByteBuffer as it
 * stands: the codec methods exist in all three but are in no type file, so they are declared here.
 */
import { Buffer } from "node:buffer";
import type { ByteBuffer, ByteFactory } from "../../src/runtime/bytes.ts";

declare global {
  interface Buffer<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {
    latin1Slice(start: number, end: number): string;
    latin1Write(text: string, offset: number, length: number): number;
    utf8Slice(start: number, end: number): string;
    utf8Write(text: string, offset: number, length: number): number;
  }
}

export const bytes: ByteFactory = {
  alloc(sizeBytes: number): ByteBuffer {
    return Buffer.allocUnsafeSlow(sizeBytes);
  },
  latin1(text: string): ByteBuffer {
    return Buffer.from(text, "latin1");
  },
  utf8(text: string): ByteBuffer {
    return Buffer.from(text, "utf8");
  },
  concat(parts: readonly Uint8Array[]): ByteBuffer {
    return Buffer.concat(parts);
  },
  view(memory: Uint8Array): ByteBuffer {
    return Buffer.from(memory.buffer, memory.byteOffset, memory.byteLength);
  },
};
