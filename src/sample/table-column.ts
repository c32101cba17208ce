/** Where tables keep a data type, looked up once a table: what reads it is asked for each request. */
import type { TableFacts } from "./txn.ts";

/** Finds a column of a table, -1 when the table does not store it. */
export type ColumnOf = (table: TableFacts) => number;

/** A finder that remembers the table it was asked for last; each expression has one of its own. */
export function columnFinder(find: ColumnOf): ColumnOf {
  let last: TableFacts | null = null;
  let column = -1;
  return (table) => {
    if (table === last) return column;
    last = table;
    return (column = find(table));
  };
}

/** The column of a data type. */
export function typeColumn(dataType: string): ColumnOf {
  return columnFinder((table) => table.column(dataType));
}
