/** Converters of milli- and microseconds since the epoch to text (manual 7.3.1). */
import { argText } from "../rows.ts";
import { formatTime } from "../strftime.ts";
import type { ConverterRow } from "../types.ts";
import { MANUAL } from "./rows.ts";

const NANOS_A_SECOND = 1_000_000_000n;

/** Nine digits of what a second has behind the point; HAProxy takes a negative part as unsigned. */
function fractionDigits(nanos: bigint): string {
  return BigInt.asUintN(64, nanos).toString().padStart(9, "0").slice(0, 9);
}

/** The format with `%N`, and `%3N` for three digits, filled in. */
function withFraction(format: string, digits: string): string {
  return format.replace(/%%|%([0-9]*)N/g, (all, width: string | undefined) => {
    if (width === undefined) return all;
    return width === "" ? digits : digits.slice(0, Number(width));
  });
}

function fineDate(
  unit: "ms" | "us",
  zone: "ltime" | "utime",
  zoneName: string,
  perSecond: bigint,
): ConverterRow {
  const name = `${unit}_${zone}`;
  return {
    name,
    input: "int",
    output: "str",
    manual: MANUAL,
    args: [
      { name: "format", type: "str", optional: true },
      { name: "offset", type: "int", optional: true },
    ],
    syntax: `${name}(<format>[,<offset>])`,
    summary: `A date given in ${unit}, in ${zoneName}, as strftime formats it; %N is the fraction.`,
    compile: (args, { process }) => {
      const format = argText(args, 0);
      const offset = BigInt(argText(args, 1) || "0");
      return {
        convert: (value) => {
          if (typeof value !== "number" && typeof value !== "bigint") return undefined;
          const total = BigInt.asIntN(64, BigInt(value) + offset);
          const seconds = Number(total / perSecond);
          const nanos = (total % perSecond) * (NANOS_A_SECOND / perSecond);
          const minutesEast = zone === "utime" ? 0 : process.zoneOffsetMinutes(seconds * 1000);
          const filled = withFraction(format, fractionDigits(nanos));
          return formatTime(filled, seconds, minutesEast);
        },
      };
    },
  };
}

export const fineDateConverters: readonly ConverterRow[] = [
  fineDate("ms", "ltime", "local time", 1000n),
  fineDate("ms", "utime", "UTC", 1000n),
  fineDate("us", "ltime", "local time", 1_000_000n),
  fineDate("us", "utime", "UTC", 1_000_000n),
];
