/** Base64 and base64url over latin1 strings (RFC 4648), as strict as HAProxy reads them. */

const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function encode(bytes: string, alphabet: string): string {
  let out = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const second = left > 1 ? bytes.charCodeAt(at + 1) : 0;
    const third = left > 2 ? bytes.charCodeAt(at + 2) : 0;
    const bits = (bytes.charCodeAt(at) << 16) | (second << 8) | third;
    const digits = Math.min(left, 3) + 1;
    for (let digit = 0; digit < digits; digit++) out += alphabet[(bits >>> (18 - 6 * digit)) & 63]!;
  }
  return out;
}

function decode(digits: string, alphabet: string): string | undefined {
  if (digits.length % 4 === 1) return undefined;
  let out = "";
  let bits = 0;
  let held = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = alphabet.indexOf(digits[i]!);
    if (digit === -1) return undefined;
    bits = ((bits << 6) | digit) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += String.fromCharCode((bits >>> held) & 255);
  }
  return out;
}

/** With padding. */
export function encodeBase64(bytes: string): string {
  return encode(bytes, STANDARD) + "=".repeat((3 - (bytes.length % 3)) % 3);
}

/** Padding is required; undefined for anything malformed. */
export function decodeBase64(text: string): string | undefined {
  if (text.length % 4 !== 0) return undefined;
  return decode(text.replace(/={1,2}$/, ""), STANDARD);
}

/** Without padding (RFC 4648 section 5). */
export function encodeBase64Url(bytes: string): string {
  return encode(bytes, URL_SAFE);
}

/** Padding is not taken off: HAProxy reads an equals sign as the digit 63, wherever it stands. */
export function decodeBase64Url(text: string): string | undefined {
  return decode(text.includes("=") ? text.replaceAll("=", "_") : text, URL_SAFE);
}
