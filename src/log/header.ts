/**
 * What stands before the message of a log line, for each format of `log … format` (manual,
 * "log"). A header is made once a second and severity; only the microseconds inside it change.
 */
import type { DateText } from "../core/date.ts";
import type { LogFormatName } from "../config/model.ts";

/** Who logs; the same for all lines of one logger. */
export interface LogOrigin {
  /** "" where the process does not name itself, as in events. */
  readonly tag: string;
  readonly pid: number;
  /** From `log-send-hostname`; null without it. */
  readonly hostname: string | null;
}

/** A header's text and where in it six digits of microseconds stand, -1 for none. */
export interface LogHeader {
  readonly text: string;
  readonly microsAt: number;
}

/** Places of the fraction in "2026-11-22T13:33:40.000000+00:00". */
const FRACTION_AT = 20;

const plain = (text: string): LogHeader => ({ text, microsAt: -1 });

/** A header whose date, in RFC 3339 form, stands between `before` and a blank. */
function dated(before: string, isoDate: string, after: string): LogHeader {
  return { text: `${before}${isoDate} ${after}`, microsAt: before.length + FRACTION_AT };
}

/**
 * The header for a second.
 * @param priority facility * 8 + severity; the formats without a facility use the severity only.
 */
export function makeHeader(
  format: LogFormatName,
  priority: number,
  wallSec: number,
  origin: LogOrigin,
  dates: DateText,
): LogHeader {
  const wallMs = wallSec * 1000;
  const severity = priority & 7;
  const { tag, pid, hostname } = origin;
  const who = tag === "" ? "" : `${tag}[${pid}]: `;
  switch (format) {
    case "rfc3164":
      // Without log-send-hostname HAProxy names the host "localhost".
      return plain(`<${priority}>${dates.syslog(wallMs)} ${hostname ?? "localhost"} ${who}`);
    case "local":
      return plain(`<${priority}>${dates.syslog(wallMs)} ${who}`);
    case "rfc5424":
      // The structured data and a blank follow.
      return dated(
        `<${priority}>1 `,
        dates.iso(wallMs),
        `${hostname ?? "-"} ${tag === "" ? "- -" : `${tag} ${pid}`} - `,
      );
    case "priority":
      return plain(`<${priority}>`);
    case "short":
      return plain(`<${severity}>`);
    case "timed":
      return dated(`<${severity}>`, dates.iso(wallMs), "");
    case "iso":
      return dated("", dates.iso(wallMs), "");
    case "raw":
      return plain("");
  }
}
