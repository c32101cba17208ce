/**
 * IP addresses as the 4 or 16 bytes of the wire, held in latin1 strings: what a binary sample, a
 * hash or a PROXY header sees of an address.
 */
import { IpAddress } from "./ip.ts";

function wordBytes(word: number): string {
  return String.fromCharCode(word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255);
}

function wordAt(bytes: string, offset: number): number {
  return (
    (bytes.charCodeAt(offset) << 24) |
    (bytes.charCodeAt(offset + 1) << 16) |
    (bytes.charCodeAt(offset + 2) << 8) |
    bytes.charCodeAt(offset + 3)
  );
}

/** The address in network order: 4 characters for IPv4, 16 for IPv6. */
export function ipToBytes(ip: IpAddress): string {
  if (ip.family === 4) return wordBytes(ip.v4);
  return wordBytes(ip.word0) + wordBytes(ip.word1) + wordBytes(ip.word2) + wordBytes(ip.word3);
}

/** The address in 4 or 16 bytes; undefined for any other length. */
export function ipFromBytes(bytes: string): IpAddress | undefined {
  if (bytes.length === 4) return IpAddress.v4(wordAt(bytes, 0));
  if (bytes.length !== 16) return undefined;
  return IpAddress.v6(wordAt(bytes, 0), wordAt(bytes, 4), wordAt(bytes, 8), wordAt(bytes, 12));
}
