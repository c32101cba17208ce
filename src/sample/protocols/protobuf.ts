/**
 * Fields of protocol buffers messages by their path of numbers, without a schema
 * (protobuf.dev, "Encoding"), and of gRPC messages around them. As in HAProxy the first field with
 * a number counts, groups are not read, and integers are not cut to the 32 bits of their type.
 */
import { wrapped } from "../integer.ts";
import type { Int } from "../integer.ts";

const Wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

type WireType = (typeof Wire)[keyof typeof Wire];

/** A field's value where it stands: its own bytes are [start, end). */
interface Field {
  readonly number: number;
  readonly wire: WireType;
  readonly start: number;
  readonly end: number;
}

const LONGEST_VARINT = 10;

/** Bytes of a gRPC message before its content: compressed or not, and the length. */
const GRPC_HEADER_BYTES = 5;

/** How a field that is an integer is written, and read. */
export interface IntegerType {
  readonly wire: WireType;
  read(bytes: string): Int;
}

/** Where the varint at `at` ends; -1 when it is not whole. */
function varintEnd(bytes: string, at: number, limit: number): number {
  const most = Math.min(limit, at + LONGEST_VARINT);
  for (let i = at; i < most; i++) if (bytes.charCodeAt(i) < 128) return i + 1;
  return -1;
}

function varintOf(bytes: string): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--)
    value = (value << 7n) | BigInt(bytes.charCodeAt(i) & 127);
  return BigInt.asUintN(64, value);
}

function littleEndian(bytes: string): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes.charCodeAt(i));
  return value;
}

function viewOf(bytes: string): DataView {
  return new DataView(Uint8Array.from(bytes, (char) => char.charCodeAt(0)).buffer);
}

/** A floating point number without its fraction; 0 beyond `bits`, and for what is no number. */
function truncated(value: number, bits: number): bigint {
  const whole = Math.trunc(value);
  return Math.abs(whole) < 2 ** (bits - 1) ? BigInt(whole) : 0n;
}

const varint: IntegerType = { wire: Wire.varint, read: (bytes) => wrapped(varintOf(bytes)) };

const zigzag: IntegerType = {
  wire: Wire.varint,
  read: (bytes) => {
    const value = varintOf(bytes);
    return wrapped((value >> 1n) ^ -(value & 1n));
  },
};

const fixed64: IntegerType = { wire: Wire.fixed64, read: (bytes) => wrapped(littleEndian(bytes)) };

/** The integer types by their names; a floating point number loses its fraction. */
export const INTEGER_TYPES: ReadonlyMap<string, IntegerType> = new Map<string, IntegerType>([
  ["int32", varint],
  ["int64", varint],
  ["uint32", varint],
  ["uint64", varint],
  ["bool", varint],
  ["enum", varint],
  ["sint32", zigzag],
  ["sint64", zigzag],
  ["fixed64", fixed64],
  ["sfixed64", fixed64],
  [
    "double",
    {
      wire: Wire.fixed64,
      read: (bytes) => wrapped(truncated(viewOf(bytes).getFloat64(0, true), 64)),
    },
  ],
  ["fixed32", { wire: Wire.fixed32, read: (bytes) => Number(littleEndian(bytes)) }],
  ["sfixed32", { wire: Wire.fixed32, read: (bytes) => Number(littleEndian(bytes)) | 0 }],
  [
    "float",
    {
      wire: Wire.fixed32,
      read: (bytes) => Number(truncated(viewOf(bytes).getFloat32(0, true), 32)) >>> 0,
    },
  ],
]);

/** The field at a place before `limit`; undefined when it is not whole or of an unknown kind. */
function fieldAt(bytes: string, at: number, limit: number): Field | undefined {
  const keyEnd = varintEnd(bytes, at, limit);
  if (keyEnd === -1) return undefined;
  const key = varintOf(bytes.slice(at, keyEnd));
  const number = Number(key >> 3n);
  const wire = Number(key & 7n);
  if (wire === Wire.varint)
    return whole(number, wire, keyEnd, varintEnd(bytes, keyEnd, limit), limit);
  if (wire === Wire.fixed64) return whole(number, wire, keyEnd, keyEnd + 8, limit);
  if (wire === Wire.fixed32) return whole(number, wire, keyEnd, keyEnd + 4, limit);
  const start = wire === Wire.bytes ? varintEnd(bytes, keyEnd, limit) : -1;
  if (start === -1) return undefined;
  const length = Number(varintOf(bytes.slice(keyEnd, start)));
  return whole(number, Wire.bytes, start, start + length, limit);
}

function whole(
  number: number,
  wire: WireType,
  start: number,
  end: number,
  limit: number,
): Field | undefined {
  return end === -1 || end > limit ? undefined : { number, wire, start, end };
}

/**
 * The value of the field at a path within [start, limit): its bytes, or what its type reads of
 * them. Undefined when it is not there or written otherwise.
 */
export function protobufField(
  bytes: string,
  path: readonly number[],
  type: IntegerType | null,
  start: number = 0,
  limit: number = bytes.length,
): string | Int | undefined {
  let at = start;
  let end = limit;
  for (let depth = 0; at < end;) {
    const field = fieldAt(bytes, at, end);
    if (field === undefined) return undefined;
    if (field.number !== path[depth]) at = field.end;
    else if (++depth === path.length) {
      const value = bytes.slice(field.start, field.end);
      if (type === null) return value;
      return type.wire === field.wire ? type.read(value) : undefined;
    } else if (field.wire === Wire.bytes) [at, end] = [field.start, field.end];
    else return undefined;
  }
  return undefined;
}

/** Like `protobufField`, in the first of the gRPC messages that has the field. */
export function grpcField(
  bytes: string,
  path: readonly number[],
  type: IntegerType | null,
): string | Int | undefined {
  for (let at = 0; at + GRPC_HEADER_BYTES < bytes.length;) {
    const start = at + GRPC_HEADER_BYTES;
    const end = start + viewOf(bytes.slice(at + 1, start)).getUint32(0);
    if (end > bytes.length) return undefined;
    const value = protobufField(bytes, path, type, start, end);
    if (value !== undefined) return value;
    at = end;
  }
  return undefined;
}
