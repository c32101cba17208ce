/** The table of match kinds (manual 7.1). */
import { begMatch, endMatch } from "./matches/beg.ts";
import { boolMatch, foundMatch } from "./matches/found.ts";
import { intMatch, lenMatch } from "./matches/int.ts";
import { ipMatch } from "./matches/ip.ts";
import { regMatch } from "./matches/reg.ts";
import { binMatch, strMatch } from "./matches/str.ts";
import { dirMatch, domMatch, subMatch } from "./matches/sub.ts";
import type { MatchRow } from "./types.ts";

/** Every match kind that `-m` may name. */
export const matchRows: readonly MatchRow[] = [
  foundMatch,
  boolMatch,
  intMatch,
  ipMatch,
  binMatch,
  lenMatch,
  strMatch,
  begMatch,
  subMatch,
  regMatch,
  endMatch,
  dirMatch,
  domMatch,
];

const BY_NAME: ReadonlyMap<string, MatchRow> = new Map(matchRows.map((row) => [row.name, row]));

/** The kind of that name. */
export function matchRow(name: string): MatchRow | undefined {
  return BY_NAME.get(name);
}
