/**
 * Entries that `track-scN` counts in (manual 4.2): taken once a stream or session, counted while it
 * lasts, given back at its end.
 */
import type { Session } from "../connection/session.ts";
import type { SampleValue } from "../sample/types.ts";
import type { TableFacts, TrackedFacts } from "../sample/txn.ts";
import { TableView } from "../stick-table/view.ts";
import type { Stream } from "./stream.ts";

/** Starts counting in the entry of `key`, unless counter `index` is taken. */
export function trackEntry(
  stream: Stream,
  index: number,
  table: TableFacts,
  key: SampleValue,
): void {
  if (!(table instanceof TableView) || stream.tracked(index) !== null) return;
  const entry = table.obtain(key);
  if (entry < 0) return;
  const ofSession = stream.special.stage !== "stream";
  const trackers = ofSession ? (stream.session.tracked ??= []) : (stream.trackers ??= []);
  while (trackers.length <= index) trackers.push(null);
  trackers[index] = { table, entry, key };
  bump(table, entry, "conn_cur", 1);
  bump(table, entry, "conn_cnt", 1);
  bump(table, entry, "conn_rate", 1);
  if (!ofSession && stream.request !== null) countTracked(table, entry, "http_req");
}

/** A connection that the rules let in is a session of what it tracks. */
export function countSession(session: Session): void {
  for (const tracked of session.tracked!) {
    if (tracked === null || !(tracked.table instanceof TableView)) continue;
    bump(tracked.table, tracked.entry, "sess_cnt", 1);
    bump(tracked.table, tracked.entry, "sess_rate", 1);
  }
}

/** The stream's entries: bytes are counted, the holds end. */
export function untrack(stream: Stream): void {
  for (const tracked of stream.trackers!) {
    if (tracked === null) continue;
    countBytes(tracked, stream);
    leave(tracked);
  }
  stream.trackers = null;
}

/** Counts the bytes of a stream that ends for its session's entries. */
export function countSessionBytes(stream: Stream): void {
  for (const tracked of stream.session.tracked!) {
    if (tracked !== null) countBytes(tracked, stream);
  }
}

/** The session's entries: the holds end. */
export function untrackSession(session: Session): void {
  for (const tracked of session.tracked ?? []) if (tracked !== null) leave(tracked);
  session.tracked = null;
}

/** Counts a request of a session whose connection rules track it. */
export function countSessionRequest(stream: Stream): void {
  for (const tracked of stream.session.tracked!) {
    if (tracked !== null && tracked.table instanceof TableView) {
      countTracked(tracked.table, tracked.entry, "http_req");
    }
  }
}

/** A 4xx answer is the client's error, a 5xx the server's failure (manual 4.2, http_err_cnt). */
export function countStatus(stream: Stream, status: number): void {
  if (status < 400) return;
  const family = status < 500 ? "http_err" : "http_fail";
  for (const trackers of [stream.trackers, stream.session.tracked]) {
    for (const tracked of trackers ?? []) {
      if (tracked !== null && tracked.table instanceof TableView)
        countTracked(tracked.table, tracked.entry, family);
    }
  }
}

function countBytes({ table, entry }: TrackedFacts, { bytesIn, bytesOut }: Stream): void {
  if (!(table instanceof TableView)) return;
  if (bytesIn > 0) {
    bump(table, entry, "bytes_in_cnt", bytesIn);
    bump(table, entry, "bytes_in_rate", bytesIn);
  }
  if (bytesOut > 0) {
    bump(table, entry, "bytes_out_cnt", bytesOut);
    bump(table, entry, "bytes_out_rate", bytesOut);
  }
}

function leave({ table, entry }: TrackedFacts): void {
  if (!(table instanceof TableView)) return;
  const current = table.table.field("conn_cur");
  if (current !== undefined) table.table.decrement(entry, current);
  table.table.release(entry);
}

function countTracked(table: TableView, entry: number, family: string): void {
  bump(table, entry, `${family}_cnt`, 1);
  bump(table, entry, `${family}_rate`, 1);
}

function bump(table: TableView, entry: number, dataType: string, amount: number): void {
  const column = table.column(dataType);
  if (column >= 0) table.increment(entry, column, amount);
}
