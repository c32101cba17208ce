/**
 * The PROXY protocol, receiving side, versions 1 and 2 (proxy-protocol.txt shipped with HAProxy).
 * A header is at most 107 bytes of text or 16 + 65,535 bytes of binary; what does not fit the
 * grammar ends the connection.
 */
import { crc32c } from "../core/hash.ts";
import { parseIp, toV6Mapped, type IpAddress } from "../core/ip.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { ProxyField } from "../sample/connection-facts.ts";
import { parseProxyFields } from "./proxy-fields.ts";

export interface ProxyAddresses {
  readonly source: IpAddress;
  readonly sourcePort: number;
  readonly destination: IpAddress;
  readonly destinationPort: number;
}

/**
 * What is wrong with it: it is no header at all, one that breaks the form, or one of a protocol that
 * is not spoken here.
 */
export type HeaderFault = "unlike" | "malformed" | "unhandled";

/** `addresses` is null for LOCAL and UNKNOWN: the socket's own addresses count. */
export type ProxyHeader =
  | { readonly kind: "incomplete" }
  | { readonly kind: "invalid"; readonly fault: HeaderFault }
  | {
      readonly kind: "complete";
      readonly sizeBytes: number;
      readonly addresses: ProxyAddresses | null;
      /** What stands behind the addresses, in version 2. */
      readonly fields?: readonly ProxyField[];
    };

const INCOMPLETE: ProxyHeader = { kind: "incomplete" };
const UNLIKE: ProxyHeader = { kind: "invalid", fault: "unlike" };
const MALFORMED: ProxyHeader = { kind: "invalid", fault: "malformed" };
const UNHANDLED: ProxyHeader = { kind: "invalid", fault: "unhandled" };
const V2_SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
const V1_SIGNATURE = "PROXY ";
const V1_MAX_BYTES = 107;
const V2_FIXED_BYTES = 16;
const FIELD_HEAD_BYTES = 3;
const CHECKSUM_BYTES = 4;
/** Type and length of the field that holds the checksum. */
const CHECKSUM_FIELD = `\x03\0${String.fromCharCode(CHECKSUM_BYTES)}`;
const V2_TCP4 = 0x11;
const V2_TCP6 = 0x21;

/** Parses a header at the beginning of `bytes`. */
export function parseProxyHeader(bytes: ByteBuffer): ProxyHeader {
  const start = bytes.latin1Slice(0, Math.min(bytes.length, V2_SIGNATURE.length));
  if (startsAlike(start, V1_SIGNATURE))
    return start.length < V1_SIGNATURE.length ? INCOMPLETE : parseV1(bytes);
  if (startsAlike(start, V2_SIGNATURE))
    return start.length < V2_SIGNATURE.length ? INCOMPLETE : parseV2(bytes);
  return UNLIKE;
}

function startsAlike(text: string, signature: string): boolean {
  return text.length < signature.length ? signature.startsWith(text) : text.startsWith(signature);
}

function parseV1(bytes: ByteBuffer): ProxyHeader {
  const head = bytes.latin1Slice(0, Math.min(bytes.length, V1_MAX_BYTES));
  const end = head.indexOf("\r\n");
  if (end < 0) return bytes.length < V1_MAX_BYTES ? INCOMPLETE : MALFORMED;
  const words = head.slice(0, end).split(" ");
  if (words[1] === "UNKNOWN") return { kind: "complete", sizeBytes: end + 2, addresses: null };
  if (words[1] !== "TCP4" && words[1] !== "TCP6") return UNHANDLED;
  if (words.length !== 6) return MALFORMED;
  const family = words[1] === "TCP4" ? 4 : 6;
  const source = parseIp(words[2]!);
  const destination = parseIp(words[3]!);
  const sourcePort = parsePort(words[4]!);
  const destinationPort = parsePort(words[5]!);
  if (source?.family !== family || destination?.family !== family) return MALFORMED;
  if (sourcePort < 0 || destinationPort < 0) return MALFORMED;
  return {
    kind: "complete",
    sizeBytes: end + 2,
    addresses: { source, sourcePort, destination, destinationPort },
  };
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text)) return -1;
  const port = Number(text);
  return port <= 65535 ? port : -1;
}

function parseV2(bytes: ByteBuffer): ProxyHeader {
  if (bytes.length < V2_FIXED_BYTES) return INCOMPLETE;
  const version = bytes[12]! >> 4;
  const command = bytes[12]! & 15;
  if (version !== 2) return UNLIKE;
  if (command > 1) return MALFORMED;
  const sizeBytes = V2_FIXED_BYTES + ((bytes[14]! << 8) | bytes[15]!);
  if (bytes.length < sizeBytes) return INCOMPLETE;
  if (command === 0) return { kind: "complete", sizeBytes, addresses: null };
  switch (bytes[13]!) {
    case V2_TCP4:
      return v2Addresses(bytes, sizeBytes, 4);
    case V2_TCP6:
      return v2Addresses(bytes, sizeBytes, 16);
    default:
      return MALFORMED;
  }
}

function v2Addresses(bytes: ByteBuffer, sizeBytes: number, width: 4 | 16): ProxyHeader {
  const ports = V2_FIXED_BYTES + 2 * width;
  if (sizeBytes < ports + 4) return MALFORMED;
  const source = parseIp(addressText(bytes, V2_FIXED_BYTES, width));
  const destination = parseIp(addressText(bytes, V2_FIXED_BYTES + width, width));
  const fields = parseProxyFields(bytes.subarray(0, sizeBytes), ports + 4);
  if (source === undefined || destination === undefined || fields === null) return MALFORMED;
  return {
    kind: "complete",
    sizeBytes,
    fields,
    addresses: {
      source,
      sourcePort: (bytes[ports]! << 8) | bytes[ports + 1]!,
      destination,
      destinationPort: (bytes[ports + 2]! << 8) | bytes[ports + 3]!,
    },
  };
}

/** The address of `width` bytes at `start`, as text. */
export function addressText(bytes: ByteBuffer, start: number, width: 4 | 16): string {
  if (width === 4) return Array.from(bytes.subarray(start, start + 4)).join(".");
  const groups: string[] = [];
  for (let i = start; i < start + 16; i += 2)
    groups.push(((bytes[i]! << 8) | bytes[i + 1]!).toString(16));
  return groups.join(":");
}

/** The version 1 line a server gets with `send-proxy`. */
export function proxyLineV1(addresses: ProxyAddresses | null): string {
  if (addresses === null) return "PROXY UNKNOWN\r\n";
  const { source, destination } = addresses;
  const family = source.family === 4 && destination.family === 4 ? "TCP4" : "TCP6";
  return `PROXY ${family} ${textOf(source, family)} ${textOf(destination, family)} ${addresses.sourcePort} ${addresses.destinationPort}\r\n`;
}

function textOf(ip: IpAddress, family: "TCP4" | "TCP6"): string {
  return family === "TCP6" && ip.family === 4 ? `::ffff:${ip.toString()}` : ip.toString();
}

/**
 * The version 2 header a server gets with `send-proxy-v2`, as latin1: addresses, then fields as
 * `proxyField` makes them; with `hasChecksum` a CRC32c of it all stands between `own` and `fields`,
 * as HAProxy orders them.
 */
export function proxyHeaderV2(
  addresses: ProxyAddresses | null,
  own: string = "",
  fields: string = "",
  hasChecksum: boolean = false,
): string {
  const v4 =
    addresses !== null && addresses.source.family === 4 && addresses.destination.family === 4;
  const ends =
    addresses === null
      ? ""
      : octets(addresses.source, v4) +
        octets(addresses.destination, v4) +
        word(addresses.sourcePort) +
        word(addresses.destinationPort);
  const kind = addresses === null ? "\x20\x00" : `\x21${v4 ? "\x11" : "\x21"}`;
  if (!hasChecksum)
    return `${V2_SIGNATURE}${kind}${word(ends.length + own.length + fields.length)}${ends}${own}${fields}`;
  const checked = ends.length + own.length + fields.length + FIELD_HEAD_BYTES + CHECKSUM_BYTES;
  const head = `${V2_SIGNATURE}${kind}${word(checked)}${ends}${own}${CHECKSUM_FIELD}`;
  const checksum = crc32c(`${head}${"\0".repeat(CHECKSUM_BYTES)}${fields}`);
  return `${head}${long(checksum)}${fields}`;
}

/** A field of a version 2 header: its type, how long it is, its value in latin1. */
export function proxyField(type: number, value: string): string {
  return String.fromCharCode(type) + word(value.length) + value;
}

function word(value: number): string {
  return String.fromCharCode((value >> 8) & 255, value & 255);
}

function long(value: number): string {
  return word(value >>> 16) + word(value & 0xffff);
}

function octets(ip: IpAddress, v4: boolean): string {
  if (v4) return long(ip.v4);
  const wide = ip.family === 6 ? ip : toV6Mapped(ip);
  return long(wide.word0) + long(wide.word1) + long(wide.word2) + long(wide.word3);
}
