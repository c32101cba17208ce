/**
 * What stands before the message of a log line, for each format of `log … format` (manual,
 * "log"). A header is made once a second and severity; only the microseconds inside it change.
 */
import type { LogTargetModel } from "../config/model.ts";

export type LogFormat = LogTargetModel["format"];

/** Who logs; the same for all lines of one logger. */
export interface LogOrigin {
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

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const pad2 = (value: number): string => (value < 10 ? `0${value}` : `${value}`);
const timeOf = (date: Date): string =>
  `${pad2(date.getHours())}:${pad2(date.getMinutes())}:${pad2(date.getSeconds())}`;

/** "Nov  2 13:33:40": RFC 3164 section 4.1.2, local time, the day padded with a blank. */
function bsdDate(date: Date): string {
  const day = `${date.getDate()}`.padStart(2, " ");
  return `${MONTHS[date.getMonth()]!} ${day} ${timeOf(date)}`;
}

/** "2026-11-22T13:33:40.": RFC 3339 up to the fraction, local time. */
function isoDate(date: Date): string {
  const day = `${date.getFullYear()}-${pad2(date.getMonth() + 1)}-${pad2(date.getDate())}`;
  return `${day}T${timeOf(date)}.`;
}

/** "+01:00": the offset of local time. */
function isoZone(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad2(Math.floor(size / 60))}:${pad2(size % 60)}`;
}

function withMicros(before: string, date: Date, after: string): LogHeader {
  const start = before + isoDate(date);
  return { text: `${start}000000${isoZone(date)} ${after}`, microsAt: start.length };
}

/**
 * The header for a second.
 * @param priority facility * 8 + severity; the formats without a facility use the severity only.
 */
export function makeHeader(
  format: LogFormat, priority: number, wallSec: number, origin: LogOrigin,
): LogHeader {
  const date = new Date(wallSec * 1000);
  const { tag, pid, hostname } = origin;
  switch (format) {
    case "rfc3164":
      // Without log-send-hostname HAProxy names the host "localhost".
      return plain(`<${priority}>${bsdDate(date)} ${hostname ?? "localhost"} ${tag}[${pid}]: `);
    case "local":
      return plain(`<${priority}>${bsdDate(date)} ${tag}[${pid}]: `);
    case "rfc5424":
      return withMicros(`<${priority}>1 `, date, `${hostname ?? "-"} ${tag} ${pid} - - `);
    case "priority":
      return plain(`<${priority}>`);
    case "short":
      return plain(`<${priority & 7}>`);
    case "timed":
      return withMicros(`<${priority & 7}>`, date, "");
    case "iso":
      return withMicros("", date, "");
    case "raw":
      return plain("");
  }
}

const plain = (text: string): LogHeader => ({ text, microsAt: -1 });
