/**
 * What counts as the client's error or the server's failure in the entries that a stream tracks
 * (manual 11.1, http_err_cnt, http_fail_cnt): answers of servers by their status; of the proxy's own
 * answers only those to wrong or denied requests, and to servers that gave none. Each is counted
 * before the rules look at the answer.
 */
import { TableView } from "../stick-table/view.ts";
import type { Stream } from "./stream.ts";
import { bumpBoth } from "./tracking.ts";

/** Whose fault it is, named as the columns that count it. */
type Fault = "httpErr" | "httpFail";

/** Counts what a server answered, in the stream's own entries and in its session's. */
export function countServerFault(stream: Stream): void {
  if (!isTracked(stream)) return;
  const { errors, failures } = stream.frontend.parts.faultCodes;
  if (errors.has(stream.serverStatus)) count(stream, "httpErr");
  if (failures.has(stream.serverStatus)) count(stream, "httpFail");
}

/** Counts the way a stream ends without a server's answer, once. */
export function countProxyFault(stream: Stream): void {
  if (stream.serverStatus > 0 || !isTracked(stream)) return;
  const fault = ofProxy(stream);
  if (fault === "") return;
  stream.ownSpecial.faultSettled = true;
  count(stream, fault);
}

/** Counts an error of the client that is none by the way the stream ends. */
export function countClientError(stream: Stream): void {
  count(stream, "httpErr");
}

function isTracked(stream: Stream): boolean {
  return (stream.trackers ?? stream.session.tracked) !== null;
}

function count(stream: Stream, fault: Fault): void {
  for (const trackers of [stream.trackers, stream.session.tracked]) {
    for (const tracked of trackers ?? []) {
      if (tracked === null || !(tracked.table instanceof TableView)) continue;
      bumpBoth(tracked.table, tracked.entry, tracked.table.tracked[fault], 1);
    }
  }
}

/** Without a server's answer: denied, wrong and abandoned requests, no or no right response. */
function ofProxy({ special, status }: Stream): Fault | "" {
  const { cause, causeState, faultSettled } = special;
  if (faultSettled) return "";
  if (causeState === "H") return "httpFail";
  const denied = cause === "P" && status >= 400;
  return denied || (cause === "C" && causeState === "R") ? "httpErr" : "";
}
