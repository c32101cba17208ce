/** Converters of seconds since the epoch to text (manual 7.3.1). */
import { DateText } from "../../core/date.ts";
import { argInt, argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { formatTime } from "../strftime.ts";
import { MANUAL, pure } from "./rows.ts";

const OFFSET_ARGS: ConverterRow["args"] = [
  { name: "format", type: "str", optional: true },
  { name: "offset", type: "int", optional: true },
];

function strftime(name: "ltime" | "utime", zone: string): ConverterRow {
  return {
    name,
    input: "int",
    output: "str",
    args: OFFSET_ARGS,
    manual: MANUAL,
    syntax: `${name}(<format>[,<offset>])`,
    summary: `A date in ${zone}, as strftime formats it.`,
    compile: (args, { process }) => {
      const format = argText(args, 0);
      const offset = argInt(args, 1, 0);
      return {
        convert: (value) => {
          const seconds = Number(value) + offset;
          const minutesEast = name === "utime" ? 0 : process.zoneOffsetMinutes(seconds * 1000);
          return formatTime(format, seconds, minutesEast);
        },
      };
    },
  };
}

/** Seconds from the epoch to the last day that a date can be (ECMA-262, section 21.4.1.1). */
const LAST_SECOND = 8.64e12;

/** Digits behind the point, by unit. */
const FRACTION_DIGITS: ReadonlyMap<string, number> = new Map([
  ["", 0],
  ["s", 0],
  ["ms", 3],
  ["us", 6],
]);

const httpDate: ConverterRow = {
  name: "http_date",
  input: "int",
  output: "str",
  manual: MANUAL,
  syntax: "http_date([<offset>[,<unit>]])",
  summary: "A date as HTTP headers have it.",
  args: [
    { name: "offset", type: "int", optional: true },
    { name: "unit", type: "str", optional: true },
  ],
  compile: (args, scope, at) => {
    const offset = argInt(args, 0, 0);
    const digits = FRACTION_DIGITS.get(argText(args, 1));
    if (digits === undefined) {
      scope.diagnostics.error(
        args[1]?.at ?? at,
        "converter 'http_date': expects 's', 'ms' or 'us'",
      );
      return undefined;
    }
    const dates = new DateText(() => 0);
    const perSecond = 10 ** digits;
    return pure((value) => {
      const total = Number(value) + offset;
      const seconds = Math.floor(total / perSecond);
      if (Math.abs(seconds) > LAST_SECOND) return undefined;
      const text = dates.http(seconds * 1000);
      if (digits === 0) return text;
      const fraction = total - seconds * perSecond;
      return text.replace(" GMT", `.${String(fraction).padStart(digits, "0")} GMT`);
    });
  },
};

export const dateConverters: readonly ConverterRow[] = [
  strftime("ltime", "local time"),
  strftime("utime", "UTC"),
  httpDate,
];
