/** Converter `json` (manual 7.3.1): text as the inside of a JSON string, in ASCII. */
import { argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { shapedText } from "./rows.ts";

/** What a decoder does with characters that are too long for their code, and with errors. */
interface Decoder {
  readonly utf8: boolean;
  readonly takesOverlong: boolean;
  readonly skipsErrors: boolean;
}

const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  ["", { utf8: false, takesOverlong: false, skipsErrors: false }],
  ["ascii", { utf8: false, takesOverlong: false, skipsErrors: false }],
  ["utf8", { utf8: true, takesOverlong: false, skipsErrors: false }],
  ["utf8s", { utf8: true, takesOverlong: false, skipsErrors: true }],
  ["utf8p", { utf8: true, takesOverlong: true, skipsErrors: false }],
  ["utf8ps", { utf8: true, takesOverlong: true, skipsErrors: true }],
]);

const SHORT: ReadonlyMap<number, string> = new Map([
  [0x22, '\\"'],
  [0x5c, "\\\\"],
  [0x2f, "\\/"],
  [0x08, "\\b"],
  [0x0c, "\\f"],
  [0x0a, "\\n"],
  [0x0d, "\\r"],
  [0x09, "\\t"],
]);

function escaped(code: number): string {
  const short = SHORT.get(code);
  if (short !== undefined) return short;
  if (code >= 0x20 && code < 0x7f) return String.fromCharCode(code);
  return `\\u${code.toString(16).padStart(4, "0")}`;
}

/** A character read at some place: where the next one stands, and its code or -1 for an error. */
interface Read {
  readonly end: number;
  readonly code: number;
}

/** Bytes that a lead byte asks for: 1 to 6, as the first UTF-8 had it (RFC 2279), or 0. */
function lengthOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc0 || lead >= 0xfe) return 0;
  return Math.clz32(~(lead << 24));
}

/** The least code that needs so many bytes. */
const LEAST: readonly number[] = [0, 0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000];

function isProhibited(code: number): boolean {
  return (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
}

function readUtf8(bytes: string, at: number, takesOverlong: boolean): Read {
  const lead = bytes.charCodeAt(at);
  const length = lengthOf(lead);
  if (length === 1) return { end: at + 1, code: lead };
  if (length === 0) return { end: at + 1, code: -1 };
  let code = lead & (0x7f >> length);
  let end = at + 1;
  while (end < at + length && (bytes.charCodeAt(end) & 0xc0) === 0x80)
    code = code * 64 + (bytes.charCodeAt(end++) & 63);
  const isWrong =
    end < at + length || isProhibited(code) || (code < LEAST[length]! && !takesOverlong);
  return { end, code: isWrong || code > 0xffff ? -1 : code };
}

function jsonOf(text: string, { utf8, takesOverlong, skipsErrors }: Decoder): string | undefined {
  let out = "";
  for (let at = 0; at < text.length;) {
    const { end, code } = utf8
      ? readUtf8(text, at, takesOverlong)
      : { end: at + 1, code: text.charCodeAt(at) };
    at = end;
    if (code >= 0) out += escaped(code);
    else if (!skipsErrors) return undefined;
  }
  return out;
}

export const jsonConverter: ConverterRow = shapedText(
  "json",
  "str",
  "str",
  [{ name: "input-code", type: "str", optional: true }],
  "Escapes what may not stand in a JSON string.",
  (args, scope, at) => {
    const decoder = DECODERS.get(argText(args, 0));
    if (decoder !== undefined) return (text) => jsonOf(text, decoder);
    const known = [...DECODERS.keys()].slice(1).join(", ");
    scope.diagnostics.error(
      args[0]?.at ?? at,
      `converter 'json': unknown input code '${argText(args, 0)}'`,
      `it is one of ${known}`,
    );
    return undefined;
  },
);
