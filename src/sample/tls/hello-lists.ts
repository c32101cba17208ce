/**
 * What the lists of a ClientHello's extensions hold: names, protocols, groups and algorithms. A
 * list that does not fit its extension gives nothing.
 */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import { Extension, findExtension, uint16 } from "./client-hello.ts";
import type { ClientHello, Span } from "./client-hello.ts";

/** The first host name of the server_name extension (RFC 6066 section 3). */
export function serverNameOf(bytes: ByteBuffer, hello: ClientHello): string | undefined {
  const data = findExtension(bytes, hello, Extension.serverName);
  if (data === undefined || data.end - data.start < 5) return undefined;
  const length = uint16(bytes, data.start + 3);
  const nameAt = data.start + 5;
  if (length === 0 || bytes[data.start + 2] !== 0 || nameAt + length > data.end) return undefined;
  return bytes.latin1Slice(nameAt, nameAt + length);
}

/** The protocols of the ALPN extension in order; those before one that is cut short. */
export function protocolsOf(bytes: ByteBuffer, hello: ClientHello): readonly string[] {
  const data = findExtension(bytes, hello, Extension.alpn);
  const names: string[] = [];
  if (data === undefined) return names;
  for (let at = data.start + 2; at < data.end;) {
    const nameEnd = at + 1 + bytes[at]!;
    if (nameEnd > data.end) break;
    names.push(bytes.latin1Slice(at + 1, nameEnd));
    at = nameEnd;
  }
  return names;
}

/** The items of an extension that is a list behind its length of `lengthBytes`. */
function listOf(
  bytes: ByteBuffer,
  hello: ClientHello,
  number: number,
  lengthBytes: 1 | 2,
): Span | undefined {
  const data = findExtension(bytes, hello, number);
  if (data === undefined || data.end - data.start < lengthBytes) return undefined;
  const length = lengthBytes === 1 ? bytes[data.start]! : uint16(bytes, data.start);
  const start = data.start + lengthBytes;
  return length === 0 || start + length > data.end ? undefined : { start, end: start + length };
}

/** The bytes of such a list, as they stand. */
export function listBytes(
  bytes: ByteBuffer,
  hello: ClientHello,
  number: number,
  lengthBytes: 1 | 2,
): string | undefined {
  const list = listOf(bytes, hello, number, lengthBytes);
  return list === undefined ? undefined : bytes.latin1Slice(list.start, list.end);
}

/** The groups the client sent a key share of, two bytes each (RFC 8446 section 4.2.8). */
export function keyShareGroups(bytes: ByteBuffer, hello: ClientHello): string | undefined {
  const list = listOf(bytes, hello, Extension.keyShare, 2);
  if (list === undefined) return undefined;
  let groups = "";
  for (let at = list.start; at + 4 <= list.end; at += 4 + uint16(bytes, at + 2))
    groups += bytes.latin1Slice(at, at + 2);
  return groups === "" ? undefined : groups;
}
