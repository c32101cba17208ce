/**
 * Casts between sample types, chosen when an expression is compiled (manual 7.1, 7.3.1; the pairs
 * were asked of a running haproxy). A cast that HAProxy's table does not have is null here and
 * a configuration error there; a cast that fails on a value gives undefined: no sample.
 */
import { IpAddress, fromV6Mapped, parseIp, parseV4Prefix, toV6Mapped } from "../core/ip.ts";
import { ipToBytes } from "../core/ip-bytes.ts";
import { int64Bytes, intPrefix, uint32Of } from "./integer.ts";
import type { Int } from "./integer.ts";
import type { SampleType, SampleValue } from "./types.ts";

export type Cast = (value: SampleValue) => SampleValue | undefined;

/** The value as it is. Compared by identity to leave the cast out of a chain. */
export const identity: Cast = (value) => value;

/** The decimal, dotted or plain text of a value: a cast to str. */
export function textOf(value: SampleValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "1" : "0";
  return value.toString();
}

/** A cast of bin to str: the string ends at the first NUL. */
function stringOfBytes(value: SampleValue): string {
  const text = textOf(value);
  const end = text.indexOf("\0");
  return end === -1 ? text : text.slice(0, end);
}

/** The bytes of a value as latin1: a cast to bin. */
function bytesOf(value: SampleValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "object") return ipToBytes(value);
  return int64Bytes(typeof value === "boolean" ? Number(value) : value);
}

/** The value as an integer; undefined for an IPv6 address or the empty string. */
export function intOf(value: SampleValue): Int | undefined {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "string") return intPrefix(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  return value.family === 4 ? value.v4 : undefined;
}

/** True for every integer but 0. */
function boolOf(value: SampleValue): boolean | undefined {
  if (typeof value === "boolean") return value;
  const int = intOf(value);
  return int === undefined ? undefined : int !== 0;
}

/** The address a value stands for, of either family. */
function addressOf(value: SampleValue): IpAddress | undefined {
  if (typeof value === "object") return value;
  if (typeof value === "string") return parseIp(value) ?? parseV4Prefix(value);
  return IpAddress.v4(uint32Of(typeof value === "boolean" ? Number(value) : value));
}

/** Of a text only one of that family; addresses themselves turn into each other. */
function ipv4Of(value: SampleValue): IpAddress | undefined {
  const address = addressOf(value);
  if (address === undefined || (typeof value === "string" && address.family === 6))
    return undefined;
  return fromV6Mapped(address);
}

function ipv6Of(value: SampleValue): IpAddress | undefined {
  const address = addressOf(value);
  if (address === undefined || (typeof value === "string" && address.family === 4))
    return undefined;
  return toV6Mapped(address);
}

const TO_ANY_SCALAR: Readonly<Partial<Record<SampleType, Cast>>> = {
  bool: boolOf,
  int: intOf,
  ipv4: ipv4Of,
  ipv6: ipv6Of,
  addr: addressOf,
  str: textOf,
  bin: bytesOf,
  meth: textOf,
};

/** Pairs that HAProxy refuses. */
const IMPOSSIBLE: Readonly<Partial<Record<SampleType, readonly SampleType[]>>> = {
  bool: ["ipv4", "ipv6", "addr"],
  ipv4: ["bool"],
  addr: ["bool"],
  ipv6: ["bool", "int"],
  bin: ["bool", "int", "ipv4", "ipv6", "addr"],
  meth: ["bool", "int", "ipv4", "ipv6", "addr"],
};

const TEXT_TYPES: ReadonlySet<SampleType> = new Set(["str", "bin", "meth"]);

/** The cast from one type to another, `identity` where there is nothing to do, null for none. */
export function castBetween(from: SampleType, to: SampleType): Cast | null {
  if (to === "any" || from === to) return identity;
  if (from === "bin" && to === "str") return stringOfBytes;
  if (TEXT_TYPES.has(from) && TEXT_TYPES.has(to)) return identity;
  if (to === "addr" && (from === "ipv4" || from === "ipv6")) return identity;
  if (IMPOSSIBLE[from]?.includes(to) === true) return null;
  return TO_ANY_SCALAR[to] ?? null;
}

const ALL_TYPES: readonly SampleType[] = [
  "bool",
  "int",
  "ipv4",
  "ipv6",
  "addr",
  "str",
  "bin",
  "meth",
];

/** The cast to a type from each type that a value may turn out to have; null for none. */
export function castsTo(to: SampleType): ReadonlyMap<SampleType, Cast | null> {
  return new Map(ALL_TYPES.map((from) => [from, castBetween(from, to)]));
}

/** The type a value has when nothing else tells: variables and dynamic fetches. */
export function typeOfValue(value: SampleValue): SampleType {
  if (typeof value === "string") return "str";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "object") return value.family === 4 ? "ipv4" : "ipv6";
  return "int";
}
