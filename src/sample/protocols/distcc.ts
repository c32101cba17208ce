/**
 * Messages of distcc's protocol: tokens of four characters with a parameter of eight hex digits;
 * behind some of them stand as many bytes as the parameter says.
 */

/** A token found in the text; its body goes to where the text ends when that comes first. */
export interface DistccToken {
  readonly param: number;
  /** Undefined for tokens without one. */
  readonly body: string | undefined;
  /** False while bytes of the body are missing. */
  readonly complete: boolean;
}

const WITH_BODY: ReadonlySet<string> = new Set(
  "ARGV CDIR DOTI DOTO FILE LINK NAME SERR SOUT".split(" "),
);
const TOKEN_BYTES = 4;
const HEAD_BYTES = 12;

/**
 * The token's `occurrence`-th use, from 1; "none" if what stands there is no message, which begins
 * with DIST; "partial" while it may still come.
 */
export function distccToken(
  text: string,
  token: string,
  occurrence: number,
): DistccToken | "none" | "partial" {
  if (!"DIST".startsWith(text.slice(0, TOKEN_BYTES))) return "none";
  let left = occurrence;
  for (let at = 0; at + HEAD_BYTES <= text.length;) {
    const digits = text.slice(at + TOKEN_BYTES, at + HEAD_BYTES);
    if (!/^[0-9a-fA-F]{8}$/.test(digits)) return "none";
    const name = text.slice(at, at + TOKEN_BYTES);
    const param = Number.parseInt(digits, 16);
    at += HEAD_BYTES;
    const bodyEnd = WITH_BODY.has(name) ? at + param : at;
    if (name === token && --left === 0) {
      const body = WITH_BODY.has(name) ? text.slice(at, bodyEnd) : undefined;
      return { param, body, complete: bodyEnd <= text.length };
    }
    at = bodyEnd;
  }
  return "partial";
}
