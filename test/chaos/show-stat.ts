/** `show stat` as rows by proxy and server, their columns by name (management 9.1). */
import type { Proxy } from "../support/proxy.ts";

export type StatRow = Readonly<Record<string, string>>;

/** Rows by "proxy/server", e.g. "web/a", "web/BACKEND". */
export async function showStat(proxy: Proxy): Promise<ReadonlyMap<string, StatRow>> {
  const [head = "", ...lines] = (await proxy.cli("show stat")).trim().split("\n");
  const names = head.replace(/^# /, "").split(",");
  const rows = lines.map((line): StatRow => {
    const values = line.split(",");
    return Object.fromEntries(names.map((name, at) => [name, values[at] ?? ""]));
  });
  return new Map(rows.map((row) => [`${row["pxname"]}/${row["svname"]}`, row]));
}

/** A counter of a row; throws where the program does not tell it. */
export function numberOf(rows: ReadonlyMap<string, StatRow>, row: string, column: string): number {
  const text = rows.get(row)?.[column];
  if (text === undefined || text === "") throw new Error(`show stat tells no ${column} of ${row}`);
  return Number(text);
}
