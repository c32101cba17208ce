/**
 * Reads the ClientHello at the start of a TLS connection that is passed through (RFC 8446 section
 * 4.1.2, RFC 6066, RFC 7301): where its lists lie and what its extensions hold. Every length is
 * checked against its container; what is cut short or malformed gives nothing.
 */
import type { ByteBuffer } from "../../runtime/bytes.ts";

const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
/** Type and length of a record, then of a handshake message. */
const RECORD_HEADER = 5;
const MESSAGE_HEADER = 4;
const RANDOM_BYTES = 32;
const TLS_1_0 = 0x0301;
/** A session id is no longer than this. */
const MOST_SESSION_BYTES = 32;

/** Numbers of extensions. */
export const Extension = {
  serverName: 0,
  supportedGroups: 10,
  ecPointFormats: 11,
  signatureAlgorithms: 13,
  alpn: 16,
  sessionTicket: 35,
  supportedVersions: 43,
  keyShare: 51,
} as const;

/** Bytes [start, end) of the buffer. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the parts of a ClientHello lie. */
export interface ClientHello {
  /** The client's random. */
  readonly random: Span;
  /** The list of cipher suites, two bytes each. */
  readonly ciphers: Span;
  /** The extensions, null when the hello has no such block. */
  readonly extensions: Span | null;
}

export function uint16(bytes: ByteBuffer, at: number): number {
  return bytes[at]! * 256 + bytes[at + 1]!;
}

function isHandshake(bytes: ByteBuffer, start: number, end: number): boolean {
  return (
    end - start >= RECORD_HEADER && bytes[start] === HANDSHAKE_RECORD && bytes[start + 1]! >= 3
  );
}

/** The type of a handshake message that is all there: 1 for a ClientHello, 2 for a ServerHello. */
export function handshakeType(bytes: ByteBuffer, start: number, end: number): number | undefined {
  const at = start + RECORD_HEADER;
  if (!isHandshake(bytes, start, end) || at + MESSAGE_HEADER > end) return undefined;
  const messageBytes = bytes[at + 1]! * 65536 + uint16(bytes, at + 2);
  return at + MESSAGE_HEADER + messageBytes > end ? undefined : bytes[at]!;
}

/**
 * The version a hello asks for, major × 65536 + minor (3.3 is TLS 1.2), also of an SSLv2 hello
 * that asks for more; undefined while it is not all there.
 */
export function helloVersion(bytes: ByteBuffer, start: number, end: number): number | undefined {
  if (isHandshake(bytes, start, end)) {
    const recordEnd = start + RECORD_HEADER + uint16(bytes, start + 3);
    const at = start + RECORD_HEADER + MESSAGE_HEADER;
    if (recordEnd > end || at + 2 > recordEnd) return undefined;
    return bytes[at]! * 65536 + bytes[at + 1]!;
  }
  if (end - start < 11 || (bytes[start]! & 0x80) === 0 || bytes[start + 2] !== CLIENT_HELLO)
    return undefined;
  const bytesAnnounced = uint16(bytes, start) & 0x7fff;
  return start + 2 + bytesAnnounced > end
    ? undefined
    : bytes[start + 3]! * 65536 + bytes[start + 4]!;
}

/** The parts of the hello at `start`; undefined while it is not all there, or none of TLS. */
export function readClientHello(
  bytes: ByteBuffer,
  start: number,
  end: number,
): ClientHello | undefined {
  if (handshakeType(bytes, start, end) !== CLIENT_HELLO) return undefined;
  const message = start + RECORD_HEADER + MESSAGE_HEADER;
  const limit = message + bytes[message - 3]! * 65536 + uint16(bytes, message - 2);
  const random = { start: message + 2, end: message + 2 + RANDOM_BYTES };
  if (random.end >= limit || uint16(bytes, message) < TLS_1_0) return undefined;
  if (bytes[random.end]! > MOST_SESSION_BYTES) return undefined;
  const ciphersAt = random.end + 1 + bytes[random.end]!;
  if (ciphersAt + 2 > limit) return undefined;
  const ciphers = { start: ciphersAt + 2, end: ciphersAt + 2 + uint16(bytes, ciphersAt) };
  if (ciphers.end >= limit || ciphers.end - ciphers.start < 2) return undefined;
  const extensionsAt = ciphers.end + 1 + bytes[ciphers.end]!;
  if (extensionsAt + 2 > limit) return { random, ciphers, extensions: null };
  const extensionsEnd = extensionsAt + 2 + uint16(bytes, extensionsAt);
  const extensions = { start: extensionsAt + 2, end: Math.min(limit, extensionsEnd) };
  return { random, ciphers, extensions };
}

/** The data of the first extension of that number. */
export function findExtension(
  bytes: ByteBuffer,
  { extensions }: ClientHello,
  wanted: number,
): Span | undefined {
  if (extensions === null) return undefined;
  for (let at = extensions.start; at + 4 <= extensions.end;) {
    const dataEnd = at + 4 + uint16(bytes, at + 2);
    if (dataEnd > extensions.end) return undefined;
    if (uint16(bytes, at) === wanted) return { start: at + 4, end: dataEnd };
    at = dataEnd;
  }
  return undefined;
}

/** True while more bytes could complete a handshake record that has begun. */
export function handshakeIsPartial(bytes: ByteBuffer, start: number, end: number): boolean {
  const available = end - start;
  if (available === 0) return true;
  if (bytes[start] !== HANDSHAKE_RECORD) return false;
  return available < RECORD_HEADER || available < RECORD_HEADER + uint16(bytes, start + 3);
}
