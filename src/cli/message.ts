/**
 * Messages of the runtime API: what is said beside data, each with a severity of RFC 5424, which
 * `severity-output` shows before the text (manual 5.1; management manual 9.3).
 */

/** Error, warning, notice and information. */
type Severity = 3 | 4 | 5 | 6;

const NAMES: Readonly<Record<Severity, string>> = {
  3: "err",
  4: "warning",
  5: "notice",
  6: "info",
};

export const SEVERITY_OUTPUTS = ["none", "number", "string"] as const;
/** How severities are shown. */
export type SeverityOutput = (typeof SEVERITY_OUTPUTS)[number];

export interface Message {
  readonly severity: Severity;
  /** As answers are: each of its lines with a line feed. */
  readonly message: string;
}

/** What was asked for is not there, or cannot be done. */
export function failure(message: string): Message {
  return { severity: 3, message };
}

export function warning(message: string): Message {
  return { severity: 4, message };
}

export function notice(message: string): Message {
  return { severity: 5, message };
}

export function information(message: string): Message {
  return { severity: 6, message };
}

/** The message as it is sent. */
export function shownMessage({ severity, message }: Message, output: SeverityOutput): string {
  if (output === "none") return message;
  return `[${output === "number" ? severity : NAMES[severity]}]: ${message}`;
}
