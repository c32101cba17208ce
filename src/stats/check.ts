/** Health check results in words (management manual 9.1, check_status and check_desc). */
import type { CheckFacts, ServerSubject } from "./subjects.ts";

/** Descriptions by check_status; the states that a Prometheus metric lists are its keys. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  UNK: "Unknown",
  INI: "Initializing",
  CHECKED: "No status change",
  HANA: "Health analyze",
  SOCKERR: "Socket error",
  L4OK: "Layer4 check passed",
  L4TOUT: "Layer4 timeout",
  L4CON: "Layer4 connection problem",
  L6OK: "Layer6 check passed",
  L6TOUT: "Layer6 timeout",
  L6RSP: "Layer6 invalid response",
  L7TOUT: "Layer7 timeout",
  L7RSP: "Layer7 invalid response",
  L7OK: "Layer7 check passed",
  L7OKC: "Layer7 check conditionally passed",
  L7STS: "Layer7 wrong status",
  PROCERR: "External check error",
  PROCTOUT: "External check timeout",
  PROCOK: "External check passed",
};

/** The check results that metrics list one by one, in HAProxy's order. */
export const CHECK_STATES: readonly string[] = Object.keys(DESCRIPTIONS).slice(3);

/** check_desc of a check_status. */
export function describeCheck(status: string): string {
  return DESCRIPTIONS[status] ?? "Unknown";
}

/** A value of the server's check, null when the server is not checked. */
export function ifChecked<Value>(
  server: ServerSubject, value: (check: CheckFacts) => Value,
): Value | null {
  const check = server.check();
  return check === null ? null : value(check);
}
