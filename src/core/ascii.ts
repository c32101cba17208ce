/**
 * Character classes and case of latin1 text, where only A-Z and a-z have a case: HAProxy folds
 * no other character, and neither does HTTP (RFC 9110 section 5.1).
 */

const TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

/** For each byte 1 if it may stand in a token (tchar, RFC 9110 section 5.6.2), else 0. */
export const TOKEN_CHARS: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[0-9A-Za-z]/.test(character) || TOKEN_PUNCTUATION.includes(character) ? 1 : 0;
});

/** For each byte the byte in lower case. */
export const LOWER_CASE: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) =>
  code >= 0x41 && code <= 0x5a ? code | 0x20 : code,
);

/** Whether `text` is a token: not empty and tchars only. */
export function isToken(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (TOKEN_CHARS[text.charCodeAt(i)] !== 1) return false;
  }
  return text.length > 0;
}

/** Whether both texts are the same but for the case of ASCII letters; allocates nothing. */
export function equalsIgnoreCase(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right && LOWER_CASE[left] !== LOWER_CASE[right]) return false;
  }
  return true;
}

/** `text` with A-Z in lower case and every other character as it is. */
export function toLowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** `text` with a-z in upper case and every other character as it is. */
export function toUpperAscii(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
