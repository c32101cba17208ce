/** `show info`: the rows about the process, in HAProxy's order, and their plain text form. */
import { ACTIVITY_ROWS } from "./info/activity.ts";
import { PROCESS_ROWS } from "./info/process.ts";
import type { InfoFacts, InfoRow } from "./info/row.ts";
import { TRAFFIC_ROWS } from "./info/traffic.ts";

const INFO_ROWS: readonly InfoRow[] = [...PROCESS_ROWS, ...TRAFFIC_ROWS, ...ACTIVITY_ROWS];

/** Positions 45 and 46 are zlib's memory, which builds without zlib do not show. */
const FIRST_AFTER_ZLIB = "Tasks";
const ZLIB_ROWS = 2;
const ZLIB_POSITION: number = INFO_ROWS.findIndex((row) => row.name === FIRST_AFTER_ZLIB);

/** A value with its row and its position in typed output. */
export interface InfoEntry {
  readonly position: number;
  readonly row: InfoRow;
  readonly value: number | string;
}

/** Every row with its value now. */
export function infoEntries(facts: InfoFacts): readonly InfoEntry[] {
  return INFO_ROWS.map((row, index) => ({
    position: index >= ZLIB_POSITION ? index + ZLIB_ROWS : index,
    row,
    value: row.value(facts),
  }));
}

/** "Name: value" lines, with the description behind each if asked for. */
export function infoToText(entries: readonly InfoEntry[], withDoc: boolean): string {
  return entries
    .map(({ row, value }) => `${row.name}: ${value}${withDoc ? `:"${row.doc}"` : ""}\n`)
    .join("");
}
