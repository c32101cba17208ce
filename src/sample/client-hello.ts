/**
 * Reads the ClientHello at the start of a TLS connection that is passed through: its version,
 * server name and ALPN protocols (RFC 8446 section 4.1.2, RFC 6066, RFC 7301). Every length is
 * checked against its container; what is cut short or malformed gives no sample.
 */
import type { ByteBuffer } from "../runtime/bytes.ts";

const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
const EXTENSION_SERVER_NAME = 0;
const EXTENSION_ALPN = 16;

/** What a handshake record says before its message is parsed. */
export interface HandshakeStart {
  /** 1 for a ClientHello, 2 for a ServerHello. */
  readonly type: number;
  /** Version of the message, major × 65536 + minor; 3.3 is TLS 1.2. */
  readonly version: number;
}

/** The handshake message at `start`; undefined while it is not all there or is none. */
export function handshakeStart(
  bytes: ByteBuffer,
  start: number,
  end: number,
): HandshakeStart | undefined {
  if (end - start < 11 || bytes[start] !== HANDSHAKE_RECORD || bytes[start + 1]! < 3)
    return undefined;
  const type = bytes[start + 5]!;
  return { type, version: bytes[start + 9]! * 65536 + bytes[start + 10]! };
}

function uint16(bytes: ByteBuffer, at: number): number {
  return bytes[at]! * 256 + bytes[at + 1]!;
}

/** Where the data of an extension of a ClientHello lies; undefined if it is not there. */
function findExtension(
  bytes: ByteBuffer,
  start: number,
  end: number,
  wanted: number,
): { at: number; end: number } | undefined {
  const hello = handshakeStart(bytes, start, end);
  if (hello?.type !== CLIENT_HELLO) return undefined;
  const messageEnd = start + 9 + bytes[start + 6]! * 65536 + uint16(bytes, start + 7);
  const limit = Math.min(end, messageEnd);
  let at = start + 9 + 2 + 32;
  if (at >= limit) return undefined;
  at += 1 + bytes[at]!;
  if (at + 2 > limit) return undefined;
  at += 2 + uint16(bytes, at);
  if (at + 1 > limit) return undefined;
  at += 1 + bytes[at]!;
  if (at + 2 > limit) return undefined;
  const extensionsEnd = Math.min(limit, at + 2 + uint16(bytes, at));
  for (at += 2; at + 4 <= extensionsEnd;) {
    const dataEnd = at + 4 + uint16(bytes, at + 2);
    if (dataEnd > extensionsEnd) return undefined;
    if (uint16(bytes, at) === wanted) return { at: at + 4, end: dataEnd };
    at = dataEnd;
  }
  return undefined;
}

/** The first host name of the server_name extension. */
export function serverNameOf(bytes: ByteBuffer, start: number, end: number): string | undefined {
  const data = findExtension(bytes, start, end, EXTENSION_SERVER_NAME);
  if (data === undefined || data.end - data.at < 5) return undefined;
  const length = uint16(bytes, data.at + 3);
  const nameAt = data.at + 5;
  if (bytes[data.at + 2] !== 0 || nameAt + length > data.end) return undefined;
  return bytes.latin1Slice(nameAt, nameAt + length);
}

/** The protocols of the ALPN extension, comma-separated. */
export function alpnOf(bytes: ByteBuffer, start: number, end: number): string | undefined {
  const data = findExtension(bytes, start, end, EXTENSION_ALPN);
  if (data === undefined) return undefined;
  const names: string[] = [];
  for (let at = data.at + 2; at < data.end;) {
    const nameEnd = at + 1 + bytes[at]!;
    if (nameEnd > data.end) return undefined;
    names.push(bytes.latin1Slice(at + 1, nameEnd));
    at = nameEnd;
  }
  return names.join(",");
}

/** True while more bytes could complete a handshake record that has begun. */
export function handshakeIsPartial(bytes: ByteBuffer, start: number, end: number): boolean {
  const available = end - start;
  if (available === 0) return true;
  if (bytes[start] !== HANDSHAKE_RECORD) return false;
  return available < 5 || available < 5 + uint16(bytes, start + 3);
}
