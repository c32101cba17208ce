/**
 * Puts the ClientHello message together out of the records of a fresh connection (RFC 8446
 * section 5.1): most clients send it in one, a client may cut it into several.
 */
import type { ByteBuffer, ByteFactory } from "../../runtime/bytes.ts";
import { uint16 } from "./client-hello.ts";

const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
const RECORD_HEADER = 5;
const MESSAGE_HEADER = 4;

/** The message without record headers; "partial" while more may complete it; "unlike" for else. */
export function helloMessage(
  bytes: ByteBuffer,
  start: number,
  end: number,
  factory: ByteFactory,
): ByteBuffer | "partial" | "unlike" {
  const parts: ByteBuffer[] = [];
  let collected = 0;
  for (let at = start; at < end;) {
    if (bytes[at] !== HANDSHAKE_RECORD) return "unlike";
    if (at + RECORD_HEADER > end) return "partial";
    const recordAt = at + RECORD_HEADER;
    const recordEnd = recordAt + uint16(bytes, at + 3);
    if (recordEnd === recordAt || bytes[at + 1] !== 3) return "unlike";
    if (recordAt < end && parts.length === 0 && bytes[recordAt] !== CLIENT_HELLO) return "unlike";
    if (recordEnd > end) return "partial";
    parts.push(bytes.subarray(recordAt, recordEnd));
    collected += recordEnd - recordAt;
    const message = parts.length === 1 ? parts[0]! : factory.concat(parts);
    if (collected >= MESSAGE_HEADER) {
      const size = MESSAGE_HEADER + message[1]! * 65536 + uint16(message, 2);
      if (collected >= size) return message.subarray(0, size);
    }
    at = recordEnd;
  }
  return "partial";
}
