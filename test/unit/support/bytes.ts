/** Byte buffers for unit tests: Node's Buffer, seen through the port's ByteBuffer. */
import { Buffer } from "node:buffer";
import type { ByteBuffer } from "../../../src/runtime/bytes.ts";

/** The latin1 text as bytes of their own. */
export function bytes(text: string): ByteBuffer {
  return byteBuffer(Buffer.from(text, "latin1"));
}

/** A zeroed buffer. */
export function emptyBytes(sizeBytes: number): ByteBuffer {
  return byteBuffer(Buffer.alloc(sizeBytes));
}

// Node's type file leaves latin1Slice and its kin out, though every runtime has them.
function byteBuffer(memory: Uint8Array): ByteBuffer {
  if (!hasCodecs(memory)) throw new Error("this runtime's Buffer has no latin1 codec");
  return memory;
}

function hasCodecs(memory: Uint8Array): memory is ByteBuffer {
  return "latin1Slice" in memory && "latin1Write" in memory;
}
