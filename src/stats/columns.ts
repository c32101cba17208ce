/**
 * The columns of `show stat`, in HAProxy's order. Static ones never move (management manual 9.1);
 * a column named "-" ends them, and what modules count follows.
 */
import { CHECK_COLUMNS } from "./columns/checks.ts";
import type { Column } from "./columns/column.ts";
import { CONNECTION_COLUMNS } from "./columns/connections.ts";
import { MODULE_COLUMNS } from "./columns/modules.ts";
import { REQUEST_COLUMNS } from "./columns/requests.ts";
import { SESSION_COLUMNS } from "./columns/sessions.ts";
import { STATUS_COLUMNS } from "./columns/status.ts";
import { VERSION_COLUMNS } from "./columns/versions.ts";

export const STATIC_COLUMNS: readonly Column[] = [
  ...SESSION_COLUMNS,
  ...STATUS_COLUMNS,
  ...REQUEST_COLUMNS,
  ...CHECK_COLUMNS,
  ...CONNECTION_COLUMNS,
  ...VERSION_COLUMNS,
];

/** All columns; the index is the field's position in typed output. */
export const COLUMNS: readonly Column[] = [...STATIC_COLUMNS, ...MODULE_COLUMNS];

/** The column of that name; undefined if there is none. */
export function columnNamed(name: string): Column | undefined {
  return COLUMNS.find((column) => column.name === name);
}
