/** Rows about messages: bytes as latin1, and what converters give of them. */
import { type NewerRow, gives } from "../expression-table.ts";

/** A message, and `converter=expected` between blanks. */
export type MessageRow = readonly [message: string, uses: string];

/** One expression a use; `names` are short for the converters' own. */
export function messageAnswers(
  rows: readonly MessageRow[],
  names: Readonly<Record<string, string>> = {},
): NewerRow[] {
  return rows.flatMap(([message, uses]) => {
    const hex = Buffer.from(message, "latin1").toString("hex");
    return uses
      .trim()
      .split(/\s+/)
      .map((use) => {
        const equals = use.indexOf("=");
        const converter = use.slice(0, equals).replace(/^\w+/, (name) => names[name] ?? name);
        return gives(`%[bin(${hex}),${converter}]`, use.slice(equals + 1));
      });
  });
}
