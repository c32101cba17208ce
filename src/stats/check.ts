/** What columns and metrics share about health checks (management manual 9.1, check_status). */
import type { CheckFacts, ServerSubject } from "./subjects.ts";

/** The check results that metrics list one by one, in the exporter's order. */
export const CHECK_STATES: readonly string[] = [
  "HANA",
  "SOCKERR",
  "L4OK",
  "L4TOUT",
  "L4CON",
  "L6OK",
  "L6TOUT",
  "L6RSP",
  "L7TOUT",
  "L7RSP",
  "L7OK",
  "L7OKC",
  "L7STS",
  "PROCERR",
  "PROCTOUT",
  "PROCOK",
];

/** A value of the server's agent check, null when no agent is asked. */
export function ifAsked<Value>(
  server: ServerSubject,
  value: (check: CheckFacts) => Value,
): Value | null {
  const agent = server.agent();
  return agent === null ? null : value(agent);
}

/** A count that goes on showing while checks are paused by maintenance; null without checks. */
export function ifCounted(server: ServerSubject, count: () => number): number | null {
  return server.isChecked() ? count() : null;
}

/** A value of the server's check, null when the server is not checked. */
export function ifChecked<Value>(
  server: ServerSubject,
  value: (check: CheckFacts) => Value,
): Value | null {
  const check = server.check();
  return check === null ? null : value(check);
}
