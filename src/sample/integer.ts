/**
 * HAProxy's signed 64-bit integers. A value is a number while exact (±2^53) and a bigint beyond;
 * arithmetic saturates at the ends of the range, bitwise operations keep the low 64 bits
 * (manual 7.3.1, checked against haproxy 2.6).
 */

export type Int = number | bigint;

const MAX: bigint = 0x7fffffffffffffffn;
const MIN: bigint = -0x8000000000000000n;
/** What a division by zero gives. */
const INT_MAX: Int = MAX;

/** The value in its one form: number when exact, else bigint. The bigint must be in range. */
function settled(value: bigint): Int {
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value;
}

/** The nearest value of the 64-bit range. */
export function saturated(value: bigint): Int {
  if (value > MAX) return MAX;
  return value < MIN ? MIN : settled(value);
}

/** The low 64 bits, as a signed value. */
export function wrapped(value: bigint): Int {
  return settled(BigInt.asIntN(64, value));
}

/** An unsigned 64-bit hash as the signed integer a sample holds. */
export function fromUint64(value: bigint): Int {
  return wrapped(value);
}

const PREFIX: RegExp = /^[+-]?[0-9]+/;

/** Longest run of digits that a number can hold exactly whatever they are. */
const EXACT_DIGITS = 15;

/** Reads digits from the start, ignoring what follows; 0 without any, undefined for "". */
export function intPrefix(text: string): Int | undefined {
  if (text === "") return undefined;
  const match = PREFIX.exec(text);
  if (match === null) return 0;
  if (match[0].length <= EXACT_DIGITS) return Number.parseInt(match[0], 10) || 0;
  const digits = match[0].startsWith("+") ? match[0].slice(1) : match[0];
  return saturated(BigInt(digits));
}

/** Reads a whole decimal integer; undefined for anything else. */
export function wholeInt(text: string): Int | undefined {
  return /^[+-]?[0-9]+$/.test(text) ? intPrefix(text) : undefined;
}

export function add(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return saturated(BigInt(a) + BigInt(b));
}

export function subtract(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return saturated(BigInt(a) - BigInt(b));
}

export function multiply(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product || 0;
  }
  return saturated(BigInt(a) * BigInt(b));
}

/** Rounds toward zero; by zero it gives the largest integer. */
export function divide(a: Int, b: Int): Int {
  if (b === 0) return INT_MAX;
  if (typeof a === "number" && typeof b === "number") return Math.trunc(a / b) || 0;
  return saturated(BigInt(a) / BigInt(b));
}

/** The remainder has the sign of `a`; by zero it is 0. */
export function modulo(a: Int, b: Int): Int {
  if (b === 0) return 0;
  if (typeof a === "number" && typeof b === "number") return a % b || 0;
  return settled(BigInt(a) % BigInt(b));
}

/** A number that bit operators take as it is. A type of its own: not every other integer is a bigint. */
type Int32 = number & { readonly isInt32: true };

function isInt32(value: Int): value is Int32 {
  return typeof value === "number" && (value | 0) === value;
}

export function bitAnd(a: Int, b: Int): Int {
  return isInt32(a) && isInt32(b) ? a & b : wrapped(BigInt(a) & BigInt(b));
}

export function bitOr(a: Int, b: Int): Int {
  return isInt32(a) && isInt32(b) ? a | b : wrapped(BigInt(a) | BigInt(b));
}

export function bitXor(a: Int, b: Int): Int {
  return isInt32(a) && isInt32(b) ? a ^ b : wrapped(BigInt(a) ^ BigInt(b));
}

export function complement(a: Int): Int {
  return isInt32(a) ? ~a : wrapped(~BigInt(a));
}

export function isOdd(a: Int): boolean {
  return typeof a === "number" ? a % 2 !== 0 : (a & 1n) === 1n;
}

/** The value as an unsigned 32-bit number: its low bits. */
export function uint32Of(value: Int): number {
  return typeof value === "number" && isInt32(value)
    ? value >>> 0
    : Number(BigInt.asUintN(32, BigInt(value)));
}

/** The eight bytes of the value in network order, as latin1: an int cast to bin. */
export function int64Bytes(value: Int): string {
  const bits = BigInt.asUintN(64, BigInt(value));
  let bytes = "";
  for (let shift = 56n; shift >= 0n; shift -= 8n) {
    bytes += String.fromCharCode(Number((bits >> shift) & 0xffn));
  }
  return bytes;
}
