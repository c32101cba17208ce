/**
 * The escapes of JSON strings in log lines (RFC 8259 section 7, manual 8.2.6 "json" and "utf8").
 * Without +utf8 each byte outside 32..126 becomes an escape of its own, as HAProxy does.
 */

const SPECIAL: RegExp = /[^\x20-\x7e]|["\\]/;
const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function unicodeEscape(code: number): string {
  return `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The inside of a JSON string for latin1 text. With `utf8`, well-formed sequences stay. */
export function jsonEscaped(text: string, utf8: boolean): string {
  if (!SPECIAL.test(text)) return text;
  let out = "";
  for (let at = 0; at < text.length;) {
    const size = utf8 ? utf8Size(text, at) : 1;
    out += size === 1 ? escapedByte(text[at]!) : sequence(text, at, size);
    at += size;
  }
  return out;
}

function escapedByte(char: string): string {
  const short = SHORT.get(char);
  if (short !== undefined) return short;
  const code = char.charCodeAt(0);
  return code >= 0x20 && code <= 0x7e ? char : unicodeEscape(code);
}

/** A sequence of two bytes and more; the C1 controls are escaped by their code point. */
function sequence(text: string, at: number, size: number): string {
  const isControl = size === 2 && text[at] === "\xc2" && text[at + 1]! < "\xa0";
  return isControl ? unicodeEscape(text.charCodeAt(at + 1)) : text.slice(at, at + size);
}

/** Bytes of the well-formed UTF-8 sequence at `at` (RFC 3629 section 4), 1 where there is none. */
function utf8Size(text: string, at: number): number {
  const lead = text.charCodeAt(at);
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
  if (size === 1 || lead > 0xf4 || at + size > text.length) return 1;
  const second = text.charCodeAt(at + 1);
  // No overlong forms, no surrogates, nothing beyond U+10FFFF.
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 1;
  for (let i = 2; i < size; i++) {
    if ((text.charCodeAt(at + i) & 0xc0) !== 0x80) return 1;
  }
  return size;
}
