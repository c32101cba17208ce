/**
 * The properties of MQTT 5 packets (MQTT Version 5.0, section 2.2.2): which may stand where, their
 * types and the values they may have. A property other than the user's stands at most once.
 */
import type { ByteReader } from "../byte-reader.ts";

/** Where a set of properties stands. */
export type PropertyPlace = "connect" | "will" | "connack";

interface Property {
  /** Bytes of an integer, or text with two bytes of length before it, or two of these. */
  readonly type: 1 | 2 | 4 | "text" | "pair";
  readonly places: readonly PropertyPlace[];
  readonly least?: number;
  readonly most?: number;
}

const flagIn = (...places: readonly PropertyPlace[]): Property => ({ type: 1, places, most: 1 });
const textIn = (...places: readonly PropertyPlace[]): Property => ({ type: "text", places });

/** User Property: a pair of texts, as often as one likes. */
export const USER_PROPERTY = 38;
const AUTHENTICATION_METHOD = 21;
const AUTHENTICATION_DATA = 22;

const PROPERTIES: ReadonlyMap<number, Property> = new Map<number, Property>([
  [1, flagIn("will")],
  [2, { type: 4, places: ["will"] }],
  [3, textIn("will")],
  [8, textIn("will")],
  [9, textIn("will")],
  [17, { type: 4, places: ["connect", "connack"] }],
  [18, textIn("connack")],
  [19, { type: 2, places: ["connack"] }],
  [AUTHENTICATION_METHOD, textIn("connect", "connack")],
  [AUTHENTICATION_DATA, textIn("connect", "connack")],
  [23, flagIn("connect")],
  [24, { type: 4, places: ["will"] }],
  [25, flagIn("connect")],
  [26, textIn("connack")],
  [28, textIn("connack")],
  [31, textIn("connack")],
  [33, { type: 2, places: ["connect", "connack"], least: 1 }],
  [34, { type: 2, places: ["connect", "connack"] }],
  [36, flagIn("connack")],
  [37, flagIn("connack")],
  [USER_PROPERTY, { type: "pair", places: ["connect", "will", "connack"] }],
  [39, { type: 4, places: ["connect", "connack"], least: 1 }],
  [40, flagIn("connack")],
  [41, flagIn("connack")],
  [42, flagIn("connack")],
]);

/** Values by the number of their property. */
export type PropertyValues = ReadonlyMap<number, number | string>;

/** What an absent property counts as: 0 for a number; undefined if it may not stand there. */
export function absentProperty(id: number, place: PropertyPlace): number | string | undefined {
  const property = PROPERTIES.get(id);
  if (property === undefined || !property.places.includes(place)) return undefined;
  return typeof property.type === "number" ? 0 : "";
}

/** A length of up to four bytes, seven bits each, the lowest first (section 1.5.5). */
export function variableInteger(reader: ByteReader): number {
  let value = 0;
  for (let factor = 1; factor <= 128 ** 3; factor *= 128) {
    const byte = reader.integer(1);
    value += (byte & 127) * factor;
    if (byte < 128) return value;
  }
  reader.fail();
  return 0;
}

/** A text with its length in two bytes before it. */
export function countedText(reader: ByteReader): string {
  return reader.text(reader.integer(2));
}

/** Reads a set of properties with its length; `reader` is broken when it is not right. */
export function readProperties(reader: ByteReader, place: PropertyPlace): PropertyValues {
  const values: Map<number, number | string> = new Map();
  const size = variableInteger(reader);
  const end = reader.at + size;
  while (!reader.isBroken && reader.at < end) readProperty(reader, place, values);
  if (reader.at !== end) reader.fail();
  if (values.has(AUTHENTICATION_DATA) && !values.has(AUTHENTICATION_METHOD)) reader.fail();
  return values;
}

function readProperty(
  reader: ByteReader,
  place: PropertyPlace,
  values: Map<number, number | string>,
): void {
  const id = variableInteger(reader);
  const property = PROPERTIES.get(id);
  if (property === undefined || !property.places.includes(place) || values.has(id)) {
    reader.fail();
  } else if (property.type === "pair") {
    countedText(reader);
    countedText(reader);
  } else if (property.type === "text") {
    values.set(id, countedText(reader));
  } else {
    const value = reader.integer(property.type);
    if (value < (property.least ?? 0) || value > (property.most ?? Infinity)) reader.fail();
    values.set(id, value);
  }
}
