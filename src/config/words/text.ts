/**
 * Configuration text is latin1 throughout, one character a byte, as the file holds it and as the
 * wire gets it. Paths and environment values are the runtime's Unicode strings; here they meet.
 */

/** Unicode text as the bytes of its UTF-8 form, one character each. */
export function latin1FromUnicode(text: string): string {
  let out = "";
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (code < 0x80) out += char;
    else if (code < 0x800) out += bytes(0xc0 | (code >> 6), tail(code, 0));
    else if (code < 0x10000) out += bytes(0xe0 | (code >> 12), tail(code, 6), tail(code, 0));
    else out += bytes(0xf0 | (code >> 18), tail(code, 12), tail(code, 6), tail(code, 0));
  }
  return out;
}

/** The Unicode text whose UTF-8 bytes `latin1` holds; a byte that is no UTF-8 stands for itself. */
export function unicodeFromLatin1(latin1: string): string {
  if (!/[\x80-\xff]/.test(latin1)) return latin1;
  return latin1.replace(sequence, decode);
}

const sequence: RegExp =
  /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g;

function decode(bytesOfChar: string): string {
  const lead = bytesOfChar.charCodeAt(0);
  let code = lead & (0xff >> (bytesOfChar.length + 1));
  for (let at = 1; at < bytesOfChar.length; at++) {
    code = (code << 6) | (bytesOfChar.charCodeAt(at) & 0x3f);
  }
  return code > 0x10ffff ? bytesOfChar : String.fromCodePoint(code);
}

function tail(code: number, shift: number): number {
  return 0x80 | ((code >> shift) & 0x3f);
}

function bytes(...codes: readonly number[]): string {
  return String.fromCharCode(...codes);
}
