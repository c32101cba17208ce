/**
 * The NetScaler Client IP insertion protocol, receiving side, legacy and standard form
 * (netscaler-client-ip-insertion-protocol.txt shipped with HAProxy): the IP and TCP headers that
 * the client sent to the NetScaler, behind a magic number both sides agreed on.
 */
import { parseIp } from "../core/ip.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import { addressText, type ProxyHeader } from "./proxy-protocol.ts";

const INCOMPLETE: ProxyHeader = { kind: "incomplete" };
const UNLIKE: ProxyHeader = { kind: "invalid", fault: "unlike" };
const MALFORMED: ProxyHeader = { kind: "invalid", fault: "malformed" };
const UNHANDLED: ProxyHeader = { kind: "invalid", fault: "unhandled" };
const FIXED_BYTES = 8;
const STANDARD_BYTES = 12;
const STANDARD_TYPE = 1;
const IPV4_BYTES = 20;
const IPV6_BYTES = 40;
const TCP_PORTS_BYTES = 4;
const PROTOCOL_TCP = 6;
/** No header is longer: both IP and TCP headers with all options. */
const MOST_BYTES = 512;

/** Parses a header at the beginning of `bytes`; `magic` is that of the bind line. */
export function parseNetscalerCip(bytes: ByteBuffer, magic: number): ProxyHeader {
  if (bytes.length < FIXED_BYTES) return INCOMPLETE;
  if (uint32(bytes, 0) !== magic) return UNLIKE;
  if (bytes.length < STANDARD_BYTES) return INCOMPLETE;
  const isLegacy = versionAt(bytes, FIXED_BYTES) !== 0;
  if (!isLegacy && uint16(bytes, FIXED_BYTES) !== STANDARD_TYPE) return MALFORMED;
  const headerAt = isLegacy ? FIXED_BYTES : STANDARD_BYTES;
  const length = uint32(bytes, 4);
  // The legacy length counts what follows it, the standard one all of the header.
  const sizeBytes = isLegacy ? FIXED_BYTES + length : length;
  if (sizeBytes > MOST_BYTES || sizeBytes < headerAt + IPV4_BYTES) return MALFORMED;
  if (bytes.length < sizeBytes) return INCOMPLETE;
  return readHeaders(bytes, headerAt, sizeBytes);
}

function readHeaders(bytes: ByteBuffer, at: number, sizeBytes: number): ProxyHeader {
  const version = versionAt(bytes, at);
  if (version !== 4 && version !== 6) return UNHANDLED;
  const protocol = bytes[at + (version === 4 ? 9 : 6)]!;
  if (protocol !== PROTOCOL_TCP) return UNHANDLED;
  const width = version === 4 ? 4 : 16;
  const sourceAt = at + (version === 4 ? 12 : 8);
  const portsAt = at + (version === 4 ? Math.max(IPV4_BYTES, (bytes[at]! & 15) * 4) : IPV6_BYTES);
  if (portsAt + TCP_PORTS_BYTES > sizeBytes) return MALFORMED;
  const source = parseIp(addressText(bytes, sourceAt, width));
  const destination = parseIp(addressText(bytes, sourceAt + width, width));
  if (source === undefined || destination === undefined) return MALFORMED;
  return {
    kind: "complete",
    sizeBytes,
    addresses: {
      source,
      sourcePort: uint16(bytes, portsAt),
      destination,
      destinationPort: uint16(bytes, portsAt + 2),
    },
  };
}

function versionAt(bytes: ByteBuffer, at: number): number {
  return bytes[at]! >> 4;
}

function uint16(bytes: ByteBuffer, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

function uint32(bytes: ByteBuffer, at: number): number {
  return uint16(bytes, at) * 0x10000 + uint16(bytes, at + 2);
}
