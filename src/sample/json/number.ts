/**
 * JSON numbers as samples, the way HAProxy's json_query gives them: text with six significant
 * digits as C's `%g` prints it, or an integer that is exact in JSON (below 2^53).
 */
import type { SampleValue } from "../types.ts";

/** What a JSON number, given as its text, is as a sample; undefined for no sample. */
export type ReadJsonNumber = (text: string) => SampleValue | undefined;

const PRECISION = 6;

/** Digits enough to see that a value ends in a 5 exactly. */
const EXACT_DIGITS = 60;

/** `x` as printf's %g prints it; ties go to the even digit. */
function generalNumber(x: number): string {
  if (!Number.isFinite(x)) return x < 0 ? "-inf" : "inf";
  if (x === 0) return Object.is(x, -0) ? "-0" : "0";
  const [digits = "", power = ""] = roundedToEven(x).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < PRECISION) {
    return withoutTrailingZeros(Number(`${digits}e${power}`).toFixed(PRECISION - 1 - exponent));
  }
  const shown = String(Math.abs(exponent)).padStart(2, "0");
  return `${withoutTrailingZeros(digits)}e${exponent < 0 ? "-" : "+"}${shown}`;
}

/** One digit, a point, five digits and the exponent. */
function roundedToEven(x: number): string {
  const usual = x.toExponential(PRECISION - 1);
  const [digits = "", power = ""] = x.toExponential(EXACT_DIGITS).split("e");
  const kept = digits.slice(0, digits.indexOf(".") + PRECISION);
  const isTie = /^50*$/.test(digits.slice(kept.length));
  return isTie && Number(kept.at(-1)) % 2 === 0 ? `${kept}e${power}` : usual;
}

function withoutTrailingZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** The number as text, rounded. */
export const numberText: ReadJsonNumber = (text) => {
  const value = Number.parseFloat(text);
  return Number.isNaN(value) ? undefined : generalNumber(value);
};

/** The integer that the text begins with: decimal, 0x and hexadecimal, or 0 and octal. */
export const numberInteger: ReadJsonNumber = (text) => {
  const [, sign, hex, octal, decimal] =
    /^(-?)(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*)|(\d+))/.exec(text) ?? [];
  const magnitude =
    hex !== undefined
      ? Number.parseInt(hex, 16)
      : Number.parseInt(octal ?? decimal ?? "0", octal === undefined ? 10 : 8);
  if (!Number.isSafeInteger(magnitude)) return undefined;
  return sign === "-" && magnitude !== 0 ? -magnitude : magnitude;
};
