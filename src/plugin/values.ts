/**
 * The border between plugins and the proxy: text inside the proxy is bytes, text in a plugin is
 * Unicode. Everything a plugin hands over passes through here, so no character reaches the wire
 * that is not one byte.
 */
import { IpAddress, formatIp } from "../core/ip.ts";
import type { ByteFactory } from "../runtime/bytes.ts";
import { saturated } from "../sample/integer.ts";
import type { SampleType, SampleValue } from "../sample/types.ts";
import type { PluginValue } from "./types.ts";

const BEYOND_ASCII: RegExp = /[^\0-\x7f]/;

/** Reads UTF-8; text that is none keeps one character a byte. */
export function textFromWire(text: string, bytes: ByteFactory): string {
  if (!BEYOND_ASCII.test(text)) return text;
  const raw = bytes.latin1(text);
  const decoded = raw.utf8Slice(0, raw.length);
  return textToWire(decoded, bytes) === text ? decoded : text;
}

/** Writes UTF-8. Takes whatever a plugin gives for a text: nothing checked its types. */
export function textToWire(value: unknown, bytes: ByteFactory): string {
  const text = String(value);
  if (!BEYOND_ASCII.test(text)) return text;
  const raw = bytes.utf8(text);
  return raw.latin1Slice(0, raw.length);
}

/** A sample as plugins see it: addresses as text, integers as the nearest number. */
export function fromSample(value: SampleValue, bytes: ByteFactory): PluginValue {
  if (typeof value === "string") return textFromWire(value, bytes);
  if (typeof value === "bigint") return Number(value);
  return value instanceof IpAddress ? formatIp(value) : value;
}

/** A plugin's value as a sample. Throws a TypeError for what is none. */
export function toSample(value: unknown, bytes: ByteFactory): SampleValue {
  switch (typeof value) {
    case "string":
      return textToWire(value, bytes);
    case "boolean":
      return value;
    case "number":
      if (Number.isFinite(value)) return integerOf(value);
      throw new TypeError(`${value} is no integer`);
    default:
      throw new TypeError(`expected a string, a number or a boolean, not ${nameOf(value)}`);
  }
}

/** The sample type of a value that `toSample` gave. */
export function sampleTypeOf(value: SampleValue): SampleType {
  if (typeof value === "string") return "str";
  return typeof value === "boolean" ? "bool" : "int";
}

/** What was thrown, as one line for a message. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error && thrown.name === "Error" ? thrown.message : textOf(thrown);
  return text.replaceAll(/\s*[\r\n]+\s*/g, " ");
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "something without a text was thrown";
  }
}

function integerOf(value: number): SampleValue {
  const whole = Math.trunc(value);
  // The addition takes the sign off a zero.
  return Number.isSafeInteger(whole) ? whole + 0 : saturated(BigInt(whole));
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (isThenable(value)) return "a promise";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** True for promises, of whatever maker. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}
