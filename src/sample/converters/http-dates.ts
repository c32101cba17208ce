/** Converter `date` (manual 7.3.1): a date of an HTTP header as seconds since the epoch. */
import { parseHttpDate } from "../../core/parse-date.ts";
import type { ConverterRow } from "../types.ts";
import { ofText } from "./rows.ts";

export const dateConverter: ConverterRow = ofText(
  "date",
  "str",
  "int",
  "Seconds since the epoch of a date as HTTP headers have it, in any of its three forms.",
  parseHttpDate,
);
