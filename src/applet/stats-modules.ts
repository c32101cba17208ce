/**
 * The columns of `stats show-modules`: one for each protocol that counts, with its counters in a
 * tooltip, as in HAProxy. What `show stat` has columns of but Sluice never counts is left out.
 */
import { type Column, type Moment, valueOf } from "../stats/columns/column.ts";
import { MODULE_COLUMNS } from "../stats/columns/modules.ts";
import type { Subject } from "../stats/subjects.ts";
import { escapeHtml } from "./html.ts";

/** By the first word of their columns. */
const NAMES = ["ssl", "h1"] as const;

const MODULES: readonly { readonly name: string; readonly columns: readonly Column[] }[] =
  NAMES.map((name) => ({
    name,
    columns: MODULE_COLUMNS.filter((column) => column.name.startsWith(`${name}_`)),
  }));

/** The group's title, and those of its columns. */
export const MODULE_GROUP: { readonly title: string; readonly titles: readonly string[] } = {
  title: "Extra modules",
  titles: NAMES,
};

/** A cell of each module; empty where it counts nothing of the subject's kind. */
export function moduleCells(subject: Subject, moment: Moment): string {
  const cells = MODULES.map(({ name, columns }) => {
    const counts = columns.flatMap((column) => {
      const value = valueOf(column, subject, moment);
      return value === null ? [] : [`${column.doc}: ${value}`];
    });
    return counts.length === 0
      ? "<td></td>"
      : `<td title="${escapeHtml(counts.join("\n"))}">${name}</td>`;
  });
  return cells.join("");
}
