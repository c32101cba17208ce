/**
 * Byte classes of HTTP/1 as lookup tables, one load a byte. The tables are written here once, when
 * the module loads, and never again.
 */

/** Marks of the bytes that the parsers and splitters look for. */
export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SP = 32;
export const QUOTE = 34;
export const COMMA = 44;
export const COLON = 58;
export const SEMICOLON = 59;
export const BACKSLASH = 92;
export const DEL = 127;

const TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

/**
 * For a byte of a token (RFC 9110 5.6.2) its lower-case form, 0 for every other byte. So one load
 * both validates and folds.
 */
export const TOKEN_LOWER: Uint8Array = tokenTable();

/** 1 for a byte that may stand in a request target as HAProxy takes it: 0x21-0x7e but `#`. */
export const TARGET_BYTE: Uint8Array = new Uint8Array(256).fill(1, 0x21, 0x7f).fill(0, 35, 36);

/** The value of a hexadecimal digit, 255 for every other byte. */
export const HEX_VALUE: Uint8Array = hexTable();

function tokenTable(): Uint8Array {
  const table = new Uint8Array(256);
  for (let c = 48; c <= 57; c++) table[c] = c;
  for (let c = 97; c <= 122; c++) {
    table[c] = c;
    table[c - 32] = c;
  }
  for (let i = 0; i < TOKEN_SYMBOLS.length; i++) {
    const c = TOKEN_SYMBOLS.charCodeAt(i);
    table[c] = c;
  }
  return table;
}

function hexTable(): Uint8Array {
  const table = new Uint8Array(256).fill(255);
  for (let digit = 0; digit < 16; digit++) {
    table[digit.toString(16).charCodeAt(0)] = digit;
    table[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
  }
  return table;
}

/** True for the optional white space of RFC 9110 5.6.3: space and tab. */
export function isBlank(byte: number): boolean {
  return byte === SP || byte === TAB;
}
