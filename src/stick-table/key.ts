/**
 * Keys of a stick table: from a sample's value to the words that are stored, and back to text. A key that does not fit the table's type is no key.
 */
import { IpAddress, formatIp, fromV6Mapped, toV6Mapped } from "../core/ip.ts";
import type { TableKeyType } from "./spec.ts";

/** A key as samples give it; strings are latin1. */
export type TableKey = string | number | bigint | IpAddress;

/** Encodes keys of one table into words of its own, which the next `encode` overwrites. */
export class KeyEncoder {
  /** The encoded key, zero beyond its end. */
  readonly words: Int32Array;
  /** Bytes of the encoded key. */
  lengthBytes: number = 0;
  readonly #type: TableKeyType;
  readonly #keyBytes: number;

  constructor(type: TableKeyType, keyBytes: number) {
    this.#type = type;
    this.#keyBytes = keyBytes;
    this.words = new Int32Array(Math.ceil(keyBytes / 4));
  }

  /**
   * Encodes `key`; false if it is no key for the table's type. Strings are cut at the key length,
   * shorter binary keys padded with zeros, integers cut to 32 bits. IPv4 and IPv6 turn into each
   * other where RFC 4291 lets them.
   */
  encode(key: TableKey): boolean {
    if (typeof key === "string") return this.#encodeString(key);
    if (key instanceof IpAddress) return this.#encodeIp(key);
    if (this.#type !== "integer") return false;
    this.words[0] = typeof key === "bigint" ? Number(BigInt.asIntN(32, key)) : key;
    this.lengthBytes = 4;
    return true;
  }

  #encodeString(text: string): boolean {
    if (this.#type !== "string" && this.#type !== "binary") return false;
    const bytes = Math.min(text.length, this.#keyBytes);
    this.words.fill(0);
    for (let i = 0; i < bytes; i++) this.words[i >> 2]! |= text.charCodeAt(i) << ((i & 3) << 3);
    this.lengthBytes = this.#type === "string" ? bytes : this.#keyBytes;
    return true;
  }

  #encodeIp(ip: IpAddress): boolean {
    this.lengthBytes = this.#keyBytes;
    if (this.#type === "ip") {
      const v4 = fromV6Mapped(ip);
      if (v4 === undefined) return false;
      this.words[0] = v4.v4;
      return true;
    }
    if (this.#type !== "ipv6") return false;
    const v6 = toV6Mapped(ip);
    this.words[0] = v6.word0;
    this.words[1] = v6.word1;
    this.words[2] = v6.word2;
    this.words[3] = v6.word3;
    return true;
  }
}

/** The first `lengthBytes` bytes of stored words, as latin1. */
function wordBytes(words: Int32Array, at: number, lengthBytes: number): string {
  let text = "";
  for (let i = 0; i < lengthBytes; i++) {
    text += String.fromCharCode((words[at + (i >> 2)]! >>> ((i & 3) << 3)) & 255);
  }
  return text;
}

/** The key stored at `at` as a sample would give it: integers unsigned. */
export function decodeKey(
  type: TableKeyType,
  words: Int32Array,
  at: number,
  lengthBytes: number,
): TableKey {
  if (type === "ip") return IpAddress.v4(words[at]!);
  if (type === "ipv6") {
    return IpAddress.v6(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!);
  }
  if (type === "integer") return words[at]! >>> 0;
  return wordBytes(words, at, lengthBytes);
}

const NAMED_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

/** What `show table` escapes in a string key: all but printable ASCII, and " =\\". */
function escapeString(text: string): string {
  return text.replace(/[^!-<>-[\]-~]/g, (character) => {
    if (" =\\".includes(character)) return `\\${character}`;
    const named = NAMED_ESCAPES.get(character);
    if (named !== undefined) return named;
    return `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  });
}

/** The key as `show table` prints it. */
export function formatKey(type: TableKeyType, key: TableKey): string {
  if (key instanceof IpAddress) return formatIp(key);
  if (typeof key !== "string") return String(key);
  if (type === "string") return escapeString(key);
  return Array.from(key, (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
}
