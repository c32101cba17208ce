/** `show stat` as CSV (management manual 9.1): a header line, then one line a subject. */
import { COLUMNS, STATIC_COLUMNS } from "./columns.ts";
import { valueOf } from "./columns/column.ts";
import type { ColumnValue } from "./columns/column.ts";
import type { StatReport } from "./report.ts";

/** The header line; every field ends with a comma, the last one too. */
export const CSV_HEADER: string = `# ${[
  ...STATIC_COLUMNS.map((column) => column.name),
  "-",
  ...COLUMNS.slice(STATIC_COLUMNS.length).map((column) => column.name),
].join(",")},`;

/** A field; quoted only if it would be ambiguous otherwise. */
function field(value: ColumnValue): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The whole report, each line with its line feed. */
export function toCsv(report: StatReport): string {
  const lines = report.subjects.map((subject) => {
    const fields = COLUMNS.map((column) => field(valueOf(column, subject, report.moment)));
    fields.splice(STATIC_COLUMNS.length, 0, "-");
    return `${fields.join(",")},\n`;
  });
  return `${CSV_HEADER}\n${lines.join("")}`;
}
