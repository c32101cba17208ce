/**
 * The outcomes of a health check, with the names, numbers and words that HAProxy gives them in
 * logs, in `show stat` (column check_status) and in `show servers state`.
 */
import { CheckResult } from "./state.ts";

export interface CheckStatus {
  readonly name: string;
  /** srv_check_status. */
  readonly number: number;
  readonly text: string;
  /** One of `CheckResult`. */
  readonly result: number;
}

type StatusKey =
  | "unknown"
  | "initial"
  | "checked"
  | "analyzed"
  | "socketError"
  | "l4Ok"
  | "l4Timeout"
  | "l4Connection"
  | "l6Ok"
  | "l6Timeout"
  | "l6Response"
  | "l7Timeout"
  | "l7Response"
  | "l7Ok"
  | "l7OkConditional"
  | "l7Status";

const { unknown, neutral, failed, passed, conditionallyPassed } = CheckResult;

export const Status: Readonly<Record<StatusKey, CheckStatus>> = {
  unknown: { name: "UNK", number: 0, text: "Unknown", result: unknown },
  initial: { name: "INI", number: 1, text: "Initializing", result: unknown },
  checked: { name: "CHECKED", number: 3, text: "No status change", result: neutral },
  analyzed: { name: "HANA", number: 4, text: "Health analyze", result: failed },
  socketError: { name: "SOCKERR", number: 5, text: "Socket error", result: failed },
  l4Ok: { name: "L4OK", number: 6, text: "Layer4 check passed", result: passed },
  l4Timeout: { name: "L4TOUT", number: 7, text: "Layer4 timeout", result: failed },
  l4Connection: { name: "L4CON", number: 8, text: "Layer4 connection problem", result: failed },
  l6Ok: { name: "L6OK", number: 9, text: "Layer6 check passed", result: passed },
  l6Timeout: { name: "L6TOUT", number: 10, text: "Layer6 timeout", result: failed },
  l6Response: { name: "L6RSP", number: 11, text: "Layer6 invalid response", result: failed },
  l7Timeout: { name: "L7TOUT", number: 12, text: "Layer7 timeout", result: failed },
  l7Response: { name: "L7RSP", number: 13, text: "Layer7 invalid response", result: failed },
  l7Ok: { name: "L7OK", number: 15, text: "Layer7 check passed", result: passed },
  l7OkConditional: {
    name: "L7OKC",
    number: 16,
    text: "Layer7 check conditionally passed",
    result: conditionallyPassed,
  },
  l7Status: { name: "L7STS", number: 17, text: "Layer7 wrong status", result: failed },
};

const BY_NUMBER: ReadonlyMap<number, CheckStatus> = new Map(
  Object.values(Status).map((status) => [status.number, status]),
);

/** The status of a record's number. */
export function statusOf(number: number): CheckStatus {
  return BY_NUMBER.get(number) ?? Status.unknown;
}

/** What one check found. */
export interface CheckReport {
  readonly status: CheckStatus;
  /** HTTP status, 0 when there was none. */
  readonly code: number;
  /** -1 for what no check found. */
  readonly durationMs: number;
  /** Details for the log, "" for none. */
  readonly info: string;
}

/** Whether a code belongs to the status: those that a whole answer leads to. */
export function tellsCode(status: CheckStatus): boolean {
  return status.number >= Status.l7Ok.number;
}

/** Characters of an info that are kept. */
export const INFO_CHARS = 127;

/** The report as it is shown and logged: what stands before a NUL in its info, up to a length. */
export function shownReport(report: CheckReport): CheckReport {
  const nul = report.info.indexOf("\0");
  const end = nul < 0 ? INFO_CHARS : Math.min(nul, INFO_CHARS);
  return report.info.length <= end ? report : { ...report, info: report.info.slice(0, end) };
}

/** "Layer7 wrong status, code: 500, info: "Oops", check duration: 2ms" */
export function describeReport(report: CheckReport): string {
  const code = tellsCode(report.status) ? `, code: ${report.code}` : "";
  const info = report.info === "" ? "" : `, info: "${report.info}"`;
  const { durationMs } = report;
  const duration = durationMs < 0 ? "" : `, check duration: ${Math.floor(durationMs)}ms`;
  return `${report.status.text}${code}${info}${duration}`;
}
