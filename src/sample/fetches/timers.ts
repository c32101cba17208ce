/**
 * The timers of a stream as fetches, in milliseconds: what the log's %T variables show (manual 7.3.3
 * to 7.3.6, 8.4). One whose end was not reached is -1; totals of a stream that runs go up to now.
 * Before there is a stream (a request that was none) there is no sample.
 */
import { simpleFetch } from "../rows.ts";
import { timers } from "../log-format/times.ts";
import type { Txn } from "../txn.ts";
import type { FetchRow } from "../types.ts";
import { Where } from "../types.ts";

/** HTTP has streams from the request on. */
export function hasStream({ request, session }: Txn): boolean {
  return request !== null || !session.http;
}

function timer(
  name: string,
  logName: string,
  where: number,
  manual: string,
  summary: string,
): FetchRow {
  const read = timers[logName]!;
  return simpleFetch(name, "int", where, manual, `${summary} (%${logName}).`, (txn) =>
    hasStream(txn) ? read(txn) : undefined,
  );
}

const L4 = "7.3.3";
const L7 = "7.3.6";

export const timerFetches: readonly FetchRow[] = [
  timer("fc.timer.handshake", "Th", Where.client, L4, "From accept to the end of handshakes"),
  timer("fc.timer.total", "Tt", Where.client, L4, "From accept to the end"),
  timer("bc.timer.connect", "Tc", Where.connected, L4, "Connecting to the server"),
  timer("res.timer.data", "Td", Where.assignment, L4, "Sending the response's body"),
  timer("req.timer.idle", "Ti", Where.request, L7, "Idle before the request"),
  timer("req.timer.hdr", "TR", Where.request, L7, "Receiving the request's head"),
  timer("req.timer.tq", "Tq", Where.request, L7, "From accept to the request's head"),
  timer("req.timer.queue", "Tw", Where.connected, L7, "Waiting for a connection slot"),
  timer("res.timer.hdr", "Tr", Where.response, L7, "Waiting for the response's head"),
  timer("txn.timer.total", "Ta", Where.stream, L7, "From the request's first byte to the end"),
  timer("txn.timer.user", "Tu", Where.stream, "7.3.4", "From accept to the end without idle time"),
];
