/**
 * Typed output (management manual 9.2), for `show stat typed` and `show info typed`: one line a
 * value with its identity, its tags and its type.
 */
import { COLUMNS } from "./columns.ts";
import { valueOf } from "./columns/column.ts";
import type { InfoEntry } from "./info.ts";
import type { StatReport } from "./report.ts";
import { serviceIdOf } from "./subjects.ts";
import type { SubjectKind } from "./subjects.ts";

const LETTERS: Readonly<Record<SubjectKind, string>> = {
  frontend: "F",
  backend: "B",
  server: "S",
  listener: "L",
};

const PROCESS_NUMBER = 1;

const described = (line: string, doc: string, withDoc: boolean): string =>
  withDoc ? `${line}:"${doc}"\n` : `${line}\n`;

/** "F.2.0.4.scur.1:MGP:u32:0" for each value that is not empty. */
export function statToTyped(report: StatReport, withDoc: boolean): string {
  let text = "";
  for (const subject of report.subjects) {
    const identity = `${LETTERS[subject.kind]}.${subject.proxyId}.${serviceIdOf(subject)}`;
    COLUMNS.forEach((column, position) => {
      const value = valueOf(column, subject, report.moment);
      if (value === null) return;
      const { name, tags, type, doc } = column;
      const line = `${identity}.${position}.${name}.${PROCESS_NUMBER}:${tags}:${type}:${value}`;
      text += described(line, doc, withDoc);
    });
  }
  return text;
}

/** "5.Process_num.1:KGP:u32:1" for each entry. */
export function infoToTyped(entries: readonly InfoEntry[], withDoc: boolean): string {
  return entries
    .map(({ position, row, value }) => {
      const { name, tags, type, doc } = row;
      const line = `${position}.${name}.${PROCESS_NUMBER}:${tags}:${type}:${value}`;
      return described(line, doc, withDoc);
    })
    .join("");
}
