/**
 * CBOR items (RFC 8949 section 3) as latin1 text, one character a byte. Texts and byte strings
 * that the proxy writes in parts have an indefinite length (section 3.2.3).
 */
import type { Int } from "../integer.ts";

const Major = { unsigned: 0, negative: 1, bytes: 2, text: 3 } as const;

/** `null`. */
export const cborNull: string = "\xf6";
/** Ends what has an indefinite length. */
export const CBOR_BREAK: string = "\xff";
/** Begins a map of keys and values, one after the other, up to the break. */
export const CBOR_MAP_BEGIN: string = "\xbf";
const LIST_BEGIN = "\x9f";
const TEXT_BEGIN = "\x7f";
const BYTES_BEGIN = "\x5f";

/** Largest argument that stands in the initial byte itself. */
const MOST_INLINE = 23;

function bigEndian(value: bigint, sizeBytes: number): string {
  let out = "";
  for (let shift = (sizeBytes - 1) * 8; shift >= 0; shift -= 8) {
    out += String.fromCharCode(Number((value >> BigInt(shift)) & 255n));
  }
  return out;
}

/** The initial byte of an item with its argument, in the shortest form (section 3). */
function head(major: number, argument: Int): string {
  const first = major << 5;
  if (argument <= MOST_INLINE) return String.fromCharCode(first | Number(argument));
  const value = BigInt(argument);
  if (value <= 0xffn) return String.fromCharCode(first | 24) + bigEndian(value, 1);
  if (value <= 0xffffn) return String.fromCharCode(first | 25) + bigEndian(value, 2);
  if (value <= 0xffffffffn) return String.fromCharCode(first | 26) + bigEndian(value, 4);
  return String.fromCharCode(first | 27) + bigEndian(value, 8);
}

export function cborInteger(value: Int): string {
  return value >= 0 ? head(Major.unsigned, value) : head(Major.negative, -1n - BigInt(value));
}

/** A text of known length. Its bytes are taken as they are: RFC 8949 asks for UTF-8, HAProxy does not. */
export function cborText(text: string): string {
  return head(Major.text, text.length) + text;
}

/** A text in parts. */
export function cborChunks(parts: readonly string[]): string {
  let out = TEXT_BEGIN;
  for (const part of parts) out += cborText(part);
  return out + CBOR_BREAK;
}

/** A byte string, as HAProxy writes it: in parts, of which there is one. */
export function cborBytes(bytes: string): string {
  const part = bytes === "" ? "" : head(Major.bytes, bytes.length) + bytes;
  return BYTES_BEGIN + part + CBOR_BREAK;
}

/** An array of items that are encoded already. */
export function cborList(items: readonly string[]): string {
  return LIST_BEGIN + items.join("") + CBOR_BREAK;
}

const HEX = "0123456789ABCDEF";

/** Every byte as two hexadecimal digits. */
export function hexOf(bytes: string): string {
  let out = "";
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    out += HEX[code >> 4]! + HEX[code & 15]!;
  }
  return out;
}
