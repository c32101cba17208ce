/** Percent-coding of URLs (RFC 3986 2.1) over latin1 text, where one character is one byte. */
import { HEX_VALUE } from "./chars.ts";

const PERCENT = 37;
const PLUS = 43;
const UNRESERVED = /[^A-Za-z0-9\-._~]/g;

/**
 * Decodes `%XX`; `+` becomes a space from `plusFrom` on (the offset of the query, 0 for a form,
 * the text's length for none). Undefined if a percent sign is not followed by two digits.
 */
export function urlDecode(text: string, plusFrom: number): string | undefined {
  if (!text.includes("%") && !text.includes("+", plusFrom)) return text;
  let out = "";
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === PLUS && i >= plusFrom) out += " ";
    else if (c !== PERCENT) out += text[i]!;
    else {
      if (i + 2 >= text.length) return undefined;
      const high = HEX_VALUE[text.charCodeAt(i + 1) & 255]!;
      const low = HEX_VALUE[text.charCodeAt(i + 2) & 255]!;
      if (high === 255 || low === 255) return undefined;
      out += String.fromCharCode(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

/** Encodes every byte but letters, digits and `-._~` as `%XX`. */
export function urlEncode(text: string): string {
  return text.replace(UNRESERVED, (c) => {
    const code = c.charCodeAt(0).toString(16).toUpperCase();
    return code.length < 2 ? `%0${code}` : `%${code}`;
  });
}
