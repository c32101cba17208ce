/**
 * JSON and CBOR in log formats (manual 8.2.6, flags +json, +cbor, +utf8 and +bin; RFC 8259, RFC
 * 8949): how a value of each kind is written. JSON stays printable ASCII unless +utf8 is set; CBOR
 * is bytes as latin1 text, made hexadecimal by whoever puts them into a line.
 */
import { castBetween, typeOfValue } from "../cast.ts";
import { cborBytes, cborChunks, cborInteger, cborList, cborNull, cborText } from "./cbor.ts";
import { jsonEscaped } from "./json.ts";
import { int64Bytes } from "../integer.ts";
import type { Int } from "../integer.ts";
import type { TextStyle } from "./text.ts";
import type { SampleType, SampleValue } from "../types.ts";

/** A text written in parts: what the proxy escaped stands in parts of its own. */
export type TextParts = readonly string[];

function jsonText(text: string, style: TextStyle): string {
  return `"${jsonEscaped(text, style.utf8)}"`;
}

/** A text that variables give; "" and undefined stand for a missing one. */
export function encodedText(text: string | undefined, style: TextStyle): string {
  if (text === undefined || text === "") return style.encoding === "json" ? '""' : cborNull;
  return style.encoding === "json" ? jsonText(text, style) : cborText(text);
}

/** A text that is written in parts; CBOR shows them, JSON does not. */
export function encodedParts(parts: TextParts, style: TextStyle): string {
  return style.encoding === "json" ? jsonText(parts.join(""), style) : cborChunks(parts);
}

/** Captures that were not asked for. */
export function encodedNothing(style: TextStyle): string {
  return style.encoding === "json" ? "null" : cborNull;
}

/** Values that are encoded already, as an array. */
export function encodedList(values: readonly string[], style: TextStyle): string {
  return style.encoding === "json" ? `[${values.join(", ")}]` : cborList(values);
}

function encodedBool(value: boolean, style: TextStyle): string {
  if (style.encoding === "json") return value ? "true" : "false";
  return value ? "\xf5" : "\xf4";
}

/** An integer, as the type that the item's name asks for; CBOR knows no number as a text. */
export function encodedNumber(value: Int, style: TextStyle): string {
  if (style.type === "str" && style.encoding === "json") return `"${value}"`;
  if (style.type === "bool") return encodedBool(BigInt(value) !== 0n, style);
  return style.encoding === "json" ? String(value) : cborInteger(value);
}

const CAST_OF: Readonly<Record<"str" | "sint" | "bool", SampleType>> = {
  str: "str",
  sint: "int",
  bool: "bool",
};

/** The value of an expression of type `from`; one that the item's type cannot hold is missing. */
export function encodedValue(
  value: SampleValue | undefined,
  from: SampleType,
  style: TextStyle,
): string {
  const { type } = style;
  if (value === undefined) return encodedText(undefined, style);
  const own = from === "any" || from === "addr" ? typeOfValue(value) : from;
  if (type === "auto") return encodedSample(value, own, style);
  if (type === "raw") return rawBytes(value, own);
  const wanted = CAST_OF[type];
  if (wanted === "bool" && typeof value === "object") return encodedText(undefined, style);
  const cast = castBetween(own, wanted)?.(value);
  if (cast === undefined) return encodedText(undefined, style);
  return encodedSample(cast, wanted, { ...style, type: "auto" });
}

/** A value's bytes, without any encoding. */
function rawBytes(value: SampleValue, from: SampleType): string {
  const bytes = castBetween(from, "bin")?.(value) ?? "";
  return typeof bytes === "string" ? bytes : int64Bytes(Number(bytes));
}

function encodedSample(value: SampleValue, from: SampleType, style: TextStyle): string {
  if (typeof value === "boolean") return encodedBool(value, style);
  if (typeof value === "number" || typeof value === "bigint") return encodedNumber(value, style);
  const text = value.toString();
  if (style.encoding === "cbor") return from === "bin" ? cborBytes(text) : givenText(text);
  // HAProxy keeps the bytes that follow a NUL with +bin only, and then leaves the quotes out.
  if (style.binary) return jsonEscaped(text, style.utf8);
  const end = text.indexOf("\0");
  return jsonText(end === -1 ? text : text.slice(0, end), style);
}

function givenText(text: string): string {
  return text === "" ? cborNull : cborText(text);
}
