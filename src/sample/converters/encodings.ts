/** Converters between bytes and text (manual 7.3.1): hex, base64, URL encoding, integers. */
import { decodeBase64, decodeBase64Url, encodeBase64, encodeBase64Url } from "../base64.ts";
import { uint32Of, wrapped } from "../integer.ts";
import { argInt, argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { MANUAL, ofText, pure, shapedText } from "./rows.ts";

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).toUpperCase().padStart(2, "0"),
);

function hexOf(bytes: string): string {
  let out = "";
  for (let i = 0; i < bytes.length; i++) out += HEX[bytes.charCodeAt(i) & 255]!;
  return out;
}

function hexToInt(text: string): ReturnType<typeof wrapped> | undefined {
  if (!/^[0-9a-fA-F]*$/.test(text)) return undefined;
  return text === "" ? 0 : wrapped(BigInt(`0x${text}`));
}

/** Everything but unreserved characters as %XX (RFC 3986 section 2.3). */
function urlEncode(text: string): string {
  return text.replace(/[^A-Za-z0-9\-._~]/g, (char) => `%${HEX[char.charCodeAt(0)]!}`);
}

/** %XX decoded; a plus sign is a space behind the first question mark, or everywhere. */
function urlDecode(text: string, plusEverywhere: boolean): string | undefined {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined;
  const mark = plusEverywhere ? 0 : text.indexOf("?");
  const spaced = mark === -1 ? text : text.slice(0, mark) + text.slice(mark).replaceAll("+", " ");
  return spaced.replace(/%([0-9a-fA-F]{2})/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

const urlEnc: ConverterRow = shapedText(
  "url_enc",
  "str",
  "str",
  [{ name: "enc_type", type: "str", optional: true }],
  "Encodes what may not stand in a query string.",
  (args, scope, at) => {
    const type = argText(args, 0);
    if (type === "" || type === "query") return urlEncode;
    scope.diagnostics.error(
      args[0]?.at ?? at,
      `converter 'url_enc': unknown type '${type}', only query is known`,
    );
    return undefined;
  },
);

const urlDec: ConverterRow = shapedText(
  "url_dec",
  "str",
  "str",
  [{ name: "in_form", type: "int", optional: true }],
  "Decodes %XX, and + as a space in the query or, with 1, everywhere.",
  (args) => {
    const everywhere = argInt(args, 0, 0) !== 0;
    return (text) => urlDecode(text, everywhere);
  },
);

const htonl: ConverterRow = {
  name: "htonl",
  input: "int",
  output: "bin",
  args: [],
  syntax: "htonl",
  manual: MANUAL,
  summary: "The low 32 bits in network order.",
  compile: () =>
    pure((value) => {
      if (typeof value !== "number" && typeof value !== "bigint") return undefined;
      const bits = uint32Of(value);
      return String.fromCharCode(bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255);
    }),
};

/** Bytes in chunks, each rendered, joined by a separator; the last may be short unless dropped. */
function chunked(
  bytes: string,
  size: number,
  separator: string,
  drops: boolean,
  render: (chunk: string) => string,
): string {
  const chunks: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    if (drops && at + size > bytes.length) break;
    chunks.push(render(bytes.slice(at, at + size)));
  }
  return chunks.join(separator);
}

function decimalOf(chunk: string): string {
  return BigInt(`0x${hexOf(chunk)}`).toString();
}

const CHUNK_ARGS: ConverterRow["args"] = [
  { name: "separator", type: "str", optional: true },
  { name: "chunk_size", type: "int", optional: true },
  { name: "truncate", type: "int", optional: true },
];

const be2dec: ConverterRow = shapedText(
  "be2dec",
  "bin",
  "str",
  CHUNK_ARGS,
  "Big-endian numbers of a chunk size as decimal text.",
  (args, scope, at) => {
    const size = argInt(args, 1, 0);
    if (size >= 1 && size <= 8) {
      return (bytes) => chunked(bytes, size, argText(args, 0), argInt(args, 2, 0) !== 0, decimalOf);
    }
    scope.diagnostics.error(args[1]?.at ?? at, "converter 'be2dec': the chunk size is 1 to 8");
    return undefined;
  },
);

const be2hex: ConverterRow = shapedText(
  "be2hex",
  "bin",
  "str",
  CHUNK_ARGS,
  "Bytes as hex digits, in chunks of a size.",
  (args) => {
    const size = argInt(args, 1, 0) || Infinity;
    return (bytes) => chunked(bytes, size, argText(args, 0), argInt(args, 2, 0) !== 0, hexOf);
  },
);

export const encodingConverters: readonly ConverterRow[] = [
  urlEnc,
  urlDec,
  htonl,
  be2dec,
  be2hex,
  ofText("hex", "bin", "str", "Two upper-case hex digits a byte.", hexOf),
  ofText("hex2i", "str", "int", "Hex digits as an integer.", hexToInt),
  ofText("base64", "bin", "str", "Encodes in base64.", encodeBase64),
  ofText("b64dec", "str", "bin", "Decodes base64.", decodeBase64),
  ofText("ub64enc", "bin", "str", "Encodes in base64url.", encodeBase64Url),
  ofText("ub64dec", "str", "bin", "Decodes base64url.", decodeBase64Url),
];
