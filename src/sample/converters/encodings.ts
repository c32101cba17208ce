/** Converters between bytes and text (manual 7.3.1): hex, base2, base64, URL encoding, integers. */
import { decodeBase64, decodeBase64Url, encodeBase64, encodeBase64Url } from "../base64.ts";
import { uint32Of, wrapped } from "../integer.ts";
import { argInt, argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { binaryOf, hexOf } from "./hex.ts";
import { MANUAL, ofText, pure, shapedText } from "./rows.ts";

function hexToInt(text: string): ReturnType<typeof wrapped> | undefined {
  if (!/^[0-9a-fA-F]*$/.test(text)) return undefined;
  return text === "" ? 0 : wrapped(BigInt(`0x${text}`));
}

/** Everything but unreserved characters as %XX (RFC 3986 section 2.3). */
function urlEncode(text: string): string {
  return text.replace(/[^A-Za-z0-9\-._~]/g, (char) => `%${hexOf(char)}`);
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

export const encodingConverters: readonly ConverterRow[] = [
  urlEnc,
  urlDec,
  htonl,
  ofText("hex", "bin", "str", "Two upper-case hex digits a byte.", hexOf),
  ofText("base2", "bin", "str", "Eight binary digits a byte.", binaryOf),
  ofText("hex2i", "str", "int", "Hex digits as an integer.", hexToInt),
  ofText("base64", "bin", "str", "Encodes in base64.", encodeBase64),
  ofText("b64dec", "str", "bin", "Decodes base64.", decodeBase64),
  ofText("ub64enc", "bin", "str", "Encodes in base64url.", encodeBase64Url),
  ofText("ub64dec", "str", "bin", "Decodes base64url.", decodeBase64Url),
];
