/**
 * Entries that `track-scN` counts in (manual 4.2): taken once a stream or session, counted while it
 * lasts, given back at its end.
 */
import type { Session } from "../connection/session.ts";
import type { SampleValue } from "../sample/types.ts";
import type { TableFacts, TrackedFacts } from "../sample/txn.ts";
import type { CountAndRate } from "../stick-table/tracked-columns.ts";
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
  trackers[index] = { table, entry, key, hasRequest: false };
  const columns = table.tracked;
  bump(table, entry, columns.connCur, 1);
  bump(table, entry, columns.connCnt, 1);
  bump(table, entry, columns.connRate, 1);
  if (ofSession || stream.request === null) return;
  const { errors, failures } = stream.frontend.parts.faultCodes;
  if (errors.has(stream.serverStatus)) bumpBoth(table, entry, columns.httpErr, 1);
  if (failures.has(stream.serverStatus)) bumpBoth(table, entry, columns.httpFail, 1);
}

/** Counts the stream's request in the entries that it was not counted in yet. */
export function countTrackedRequest(stream: Stream): void {
  if (stream.request === null) return;
  for (const tracked of stream.trackers!) {
    if (tracked === null || tracked.hasRequest === true) continue;
    tracked.hasRequest = true;
    const { table, entry } = tracked;
    if (table instanceof TableView) bumpBoth(table, entry, table.tracked.httpReq, 1);
  }
}

/** A connection that the rules let in is a session of what it tracks. */
export function countSession(session: Session): void {
  for (const tracked of session.tracked!) {
    if (tracked === null || !(tracked.table instanceof TableView)) continue;
    const { sessCnt, sessRate } = tracked.table.tracked;
    bump(tracked.table, tracked.entry, sessCnt, 1);
    bump(tracked.table, tracked.entry, sessRate, 1);
  }
}

/** The holds of the stream's entries end. */
export function untrack(stream: Stream): void {
  for (const tracked of stream.trackers!) {
    if (tracked !== null) leave(tracked);
  }
  stream.trackers = null;
}

/** Counts bytes that passed, for the entries that are tracked. */
export function countTrackedBytes(
  entries: readonly (TrackedFacts | null)[],
  bytesIn: number,
  bytesOut: number,
): void {
  for (const tracked of entries) {
    if (tracked === null || !(tracked.table instanceof TableView)) continue;
    const { table, entry } = tracked;
    if (bytesIn > 0) bumpBoth(table, entry, table.tracked.bytesIn, bytesIn);
    if (bytesOut > 0) bumpBoth(table, entry, table.tracked.bytesOut, bytesOut);
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
      bumpBoth(tracked.table, tracked.entry, tracked.table.tracked.httpReq, 1);
    }
  }
}

function leave({ table, entry }: TrackedFacts): void {
  if (!(table instanceof TableView)) return;
  const current = table.table.fields[table.tracked.connCur];
  if (current !== undefined) table.table.decrement(entry, current);
  table.leave(entry);
}

/** Adds to the two columns of what is counted in all and in a period. */
export function bumpBoth(
  table: TableView,
  entry: number,
  columns: CountAndRate,
  amount: number,
): void {
  bump(table, entry, columns.count, amount);
  bump(table, entry, columns.rate, amount);
}

/** Adds to a column, if the table has it. */
function bump(table: TableView, entry: number, column: number, amount: number): void {
  if (column >= 0) table.count(entry, column, amount);
}
