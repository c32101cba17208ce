/**
 * What of a stream's end counts as the client's error or the server's failure in the entries that it
 * tracks (manual 11.1, http_err_cnt, http_fail_cnt): answers of servers by their status; of the
 * proxy's own answers only those to wrong or denied requests, and to servers that gave none.
 */
import { TableView } from "../stick-table/view.ts";
import type { Stream } from "./stream.ts";
import { bumpBoth } from "./tracking.ts";

const NOT_IMPLEMENTED = 501;
const VERSION_NOT_SUPPORTED = 505;

/** Counts a stream that ends, in its own entries and in its session's. */
export function countFault(stream: Stream): void {
  const fault = stream.serverStatus > 0 ? ofServer(stream.serverStatus) : ofProxy(stream);
  if (fault !== "") count(stream, fault);
}

/** Counts an error of the client that is none by the way the stream ends. */
export function countClientError(stream: Stream): void {
  count(stream, "httpErr");
}

function count(stream: Stream, fault: Exclude<Fault, "">): void {
  for (const trackers of [stream.trackers, stream.session.tracked]) {
    for (const tracked of trackers ?? []) {
      if (tracked === null || !(tracked.table instanceof TableView)) continue;
      bumpBoth(tracked.table, tracked.entry, tracked.table.tracked[fault], 1);
    }
  }
}

/** Named as the columns that count it. */
type Fault = "httpErr" | "httpFail" | "";

function ofServer(status: number): Fault {
  if (status < 400) return "";
  if (status < 500) return "httpErr";
  return status === NOT_IMPLEMENTED || status === VERSION_NOT_SUPPORTED ? "" : "httpFail";
}

/** Without a server's answer: denied, wrong and abandoned requests, no or no right response. */
function ofProxy({ special, status }: Stream): Fault {
  const { cause, causeState, blameless } = special;
  if (blameless) return "";
  if (causeState === "H") return "httpFail";
  const denied = cause === "P" && status >= 400;
  return denied || (cause === "C" && causeState === "R") ? "httpErr" : "";
}
