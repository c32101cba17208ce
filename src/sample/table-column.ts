/** Where tables keep a data type, looked up once a table: what reads it is asked for each request. */
import type { TableFacts } from "./txn.ts";

/**
 * A finder of the data type's column, -1 when a table does not store it. It remembers the table it
 * was asked for last, so each expression has one of its own.
 */
export function typeColumn(dataType: string): (table: TableFacts) => number {
  let last: TableFacts | null = null;
  let column = -1;
  return (table) => {
    if (table === last) return column;
    last = table;
    return (column = table.column(dataType));
  };
}
