/**
 * The timers of log lines in milliseconds, from the times of a stream (manual 8.4). A timer whose
 * end was not reached is -1; totals of a stream that still runs go up to now.
 */
import type { Txn } from "../txn.ts";

function span(fromMs: number, toMs: number): number {
  return fromMs < 0 || toMs < 0 ? -1 : Math.max(0, Math.round(toMs - fromMs));
}

function endMs(txn: Txn): number {
  const { endMs: end } = txn.log.times;
  return end < 0 ? txn.nowMs : end;
}

/** When the proxy could begin to look for a server: after the request, in TCP mode the handshake. */
function readyMs(txn: Txn): number {
  const { requestMs, handshakeMs, acceptMs } = txn.log.times;
  if (requestMs >= 0) return requestMs;
  // A tarpit holds a request that never came to be ready: HAProxy shows that as waiting.
  if (txn.session.http) return txn.log.times.firstByteMs;
  return handshakeMs < 0 ? acceptMs : handshakeMs;
}

/** Each timer by the name of its variable. */
export const timers: Readonly<Record<string, (txn: Txn) => number>> = {
  Th: ({ log: { times } }) => span(times.acceptMs, times.handshakeMs),
  Ti: ({ log: { times } }) => span(times.handshakeMs, times.firstByteMs),
  TR: ({ log: { times } }) => span(times.firstByteMs, times.requestMs),
  Tq: ({ log: { times } }) => span(times.acceptMs, times.requestMs),
  Tw: (txn) => span(readyMs(txn), txn.log.times.dequeuedMs),
  Tc: ({ log: { times } }) => span(times.dequeuedMs, times.connectedMs),
  Tr: ({ log: { times } }) => span(times.connectedMs, times.responseMs),
  Td: (txn) => dataMs(txn),
  Ta: (txn) => span(activeStartMs(txn), endMs(txn)),
  Tt: (txn) => span(txn.log.times.acceptMs, endMs(txn)),
  Tu: (txn) => span(txn.log.times.acceptMs, endMs(txn)) - idleMs(txn),
};

function idleMs({ log: { times } }: Txn): number {
  return Math.max(0, span(times.handshakeMs, times.firstByteMs));
}

function activeStartMs({ log: { times } }: Txn): number {
  return times.firstByteMs < 0 ? times.acceptMs : times.firstByteMs;
}

/** From the response's head, in TCP mode the connection, to the end. */
function dataMs(txn: Txn): number {
  const { responseMs, connectedMs } = txn.log.times;
  return span(txn.session.http ? responseMs : connectedMs, endMs(txn));
}
