/**
 * How values become text in log lines and in formatted strings of rules: what replaces a missing
 * value, quoting, and the encodings of characters that must not stand there (manual 8.2.6, 8.6).
 */

/** Flags of a variable, and the kind of string it stands in. */
export interface TextStyle {
  /** +Q: between double quotes. */
  readonly quoted: boolean;
  /** +E: a backslash before `"`, `\` and `]`. */
  readonly escaped: boolean;
  /** +X: hexadecimal numbers and addresses. */
  readonly hex: boolean;
  /** +M: a missing value is "-"; so by default in log lines. */
  readonly mandatory: boolean;
  /** The string is a log line; else a value that a rule makes. */
  readonly isLog: boolean;
  /** +json, +cbor: values are written in that language. */
  readonly encoding: "none" | "json" | "cbor";
  /** +utf8: well-formed UTF-8 stays in JSON. */
  readonly utf8: boolean;
  /** +bin for all of the format: bytes stay as they are. */
  readonly binary: boolean;
  /** What `%(name:type)` makes of the value when it is encoded. */
  readonly type: OutputType;
}

/** Types that `%(name:type)` takes, and "auto" for the value's own. */
export type OutputType = "auto" | "str" | "sint" | "bool" | "raw";

/** Not for header values: controls but tab. A log line keeps them in expressions, as HAProxy does. */
const CONTROL: RegExp = /[\x00-\x08\x0a-\x1f\x7f]/g;
const UNPRINTABLE: RegExp = /[^\x20-\x7e]|["#]/g;

/**
 * Whether a character is itself in every encoding here: all but controls, DEL and what is not ASCII;
 * `"` and `#`; `{`, `|` and `}`.
 */
export function isPlainCode(code: number): boolean {
  return code >= 0x20 && code <= 0x7a && code !== 0x22 && code !== 0x23;
}

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!isPlainCode(text.charCodeAt(i))) return false;
  return true;
}
const UNPRINTABLE_OR_MARK: RegExp = /[^\x20-\x7e]|["#{|}]/g;

function twoHex(char: string): string {
  return char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
}

/** Control characters as %XX, so that no value of a client ends its field or adds another. */
function percentEncoded(text: string): string {
  return isPlain(text) ? text : text.replace(CONTROL, (char) => `%${twoHex(char)}`);
}

/** A part of the request line: unprintable characters, `"` and `#` as #XX. */
export function hashEncoded(text: string): string {
  return isPlain(text) ? text : text.replace(UNPRINTABLE, (char) => `#${twoHex(char)}`);
}

/** A captured header: like `hashEncoded`, and `{`, `|` and `}` as well. */
export function headerEncoded(text: string): string {
  return isPlain(text) ? text : text.replace(UNPRINTABLE_OR_MARK, (char) => `#${twoHex(char)}`);
}

/** Pieces of a text: runs of plain characters, empty ones too, and between them each escaped one. */
function partsOf(text: string, special: RegExp): readonly string[] {
  const out: string[] = [];
  let from = 0;
  for (const found of text.matchAll(special)) {
    out.push(text.slice(from, found.index), `#${twoHex(found[0])}`);
    from = found.index + 1;
  }
  if (from < text.length) out.push(text.slice(from));
  return out;
}

/** What `hashEncoded` gives, in parts. */
export function hashEncodedParts(text: string): readonly string[] {
  return partsOf(text, UNPRINTABLE);
}

/** What `headerEncoded` gives, in parts. */
export function headerEncodedParts(text: string): readonly string[] {
  return partsOf(text, UNPRINTABLE_OR_MARK);
}

function escapeMarks(text: string): string {
  return text.replace(/["\\\]]/g, "\\$&");
}

/** A text variable in its style; undefined stands for a missing value. */
export function styledText(text: string | undefined, style: TextStyle): string {
  if (text === undefined || text === "") {
    if (style.quoted) return '""';
    return style.mandatory ? "-" : "";
  }
  const marked = style.escaped ? escapeMarks(text) : text;
  return style.quoted ? `"${marked}"` : marked;
}

/** The value of an expression in its style. Rules never quote it, and encode its controls. */
export function styledValue(text: string | undefined, style: TextStyle): string {
  if (style.isLog) {
    const end = text?.indexOf("\0") ?? -1;
    return styledText(end === -1 ? text : text?.slice(0, end), style);
  }
  if (text === undefined) return "";
  const safe = percentEncoded(text);
  return style.escaped ? escapeMarks(safe) : safe;
}
