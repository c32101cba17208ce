/** User and group names, from /etc/passwd and /etc/group. Read on each call: only at start. */
import { readFileSync } from "node:fs";

/** The third field of the line whose first field is `name`, -1 when there is none. */
function idOf(path: string, name: string): number {
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const fields = line.split(":");
    if (fields[0] === name && fields[2] !== undefined) return Number(fields[2]);
  }
  return -1;
}

/** Numeric id of a user name, -1 if unknown. */
export function uidOf(user: string): number {
  return idOf("/etc/passwd", user);
}

/** Numeric id of a group name, -1 if unknown. */
export function gidOf(group: string): number {
  return idOf("/etc/group", group);
}
