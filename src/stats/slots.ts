/**
 * What is counted: the places of one subject's counters in its block. The names are those of
 * HAProxy's statistics (management manual 9.1). Each thread has a row of these of its own.
 */

/** Sums over all threads; only `add` writes them. */
export const Slot = {
  /** Sessions (frontend, listener) or streams (backend, server) since the start. */
  stot: 0,
  bin: 1,
  bout: 2,
  /** Denied requests and responses, failed requests. */
  dreq: 3,
  dresp: 4,
  ereq: 5,
  /** Failed connections, failed responses, retries, redispatches. */
  econ: 6,
  eresp: 7,
  wretr: 8,
  wredis: 9,
  hrsp1xx: 10,
  hrsp2xx: 11,
  hrsp3xx: 12,
  hrsp4xx: 13,
  hrsp5xx: 14,
  hrspOther: 15,
  reqTot: 16,
  cliAbrt: 17,
  srvAbrt: 18,
  compIn: 19,
  compOut: 20,
  compByp: 21,
  compRsp: 22,
  lbtot: 23,
  connTot: 24,
  intercepted: 25,
  dcon: 26,
  dses: 27,
  wrew: 28,
  connect: 29,
  reuse: 30,
  cacheLookups: 31,
  cacheHits: 32,
  eint: 33,
  /** Of a server: failed checks while up, transitions to DOWN. Of a backend: transitions. */
  chkfail: 34,
  chkdown: 35,
  /** What `observe` counted as failed checks. */
  hanafail: 58,
  sslSess: 36,
  sslReusedSess: 37,
  sslFailedHandshake: 38,
  /** HTTP/1 connections open now (add -1 at the end), streams open now, and both since the start. */
  h1OpenConnections: 39,
  h1OpenStreams: 40,
  h1TotalConnections: 41,
  h1TotalStreams: 42,
  /** HTTP/2 sessions and requests; what is not HTTP/2 is HTTP/1. */
  h2Sess: 43,
  h2Req: 44,
  /** Of the process: log lines that could not be sent, names that could not be resolved. */
  droppedLogs: 45,
  failedResolutions: 46,
  /** Of a server: idle connections kept now. */
  idleConnections: 47,
  /** Of the process: timers that are set now. */
  timers: 59,
  /** Of the process: peers with a connection begun now, and with one that stands. */
  activePeers: 60,
  connectedPeers: 61,
} as const;
export type Slot = (typeof Slot)[keyof typeof Slot];

/** Places that hold a maximum, or a value that only this module's owner keeps. */
export const Peak = {
  qtimeMax: 48,
  ctimeMax: 49,
  rtimeMax: 50,
  ttimeMax: 51,
  /** Second of the last session, on the shared monotonic clock. */
  lastSessionSec: 52,
} as const;

/** Sliding sums of the four times over the last requests of the thread, and how many there are. */
export const Times = {
  queue: 53,
  connect: 54,
  response: 55,
  total: 56,
  samples: 57,
} as const;

/** Places of a row. */
export const SLOT_COUNT = 62;

/** Current counts and their maxima, shared by all threads: Int32 changed by Atomics. */
export const Gauge = {
  /** Sessions or streams now. */
  scur: 0,
  smax: 1,
  /** Requests waiting in the queue. */
  qcur: 2,
  qmax: 3,
  /** Server connections: idle, idle and safe, in use, most in use. */
  idleConnCur: 4,
  safeConnCur: 5,
  usedConnCur: 6,
  usedConnMax: 7,
} as const;

/** Rates over one second: the place of each; RATE_WORDS words, the last one the highest rate seen. */
export const Rate = {
  /** Sessions. */
  session: 0,
  request: 1,
  connection: 2,
  /** TLS connections begun, and handshakes that made a new key; for the process only. */
  ssl: 3,
  tlsKey: 4,
  /** Handshakes with servers that made a new key; for the process only. */
  serverTlsKey: 5,
} as const;
export type Rate = (typeof Rate)[keyof typeof Rate];

export const RATE_WORDS = 5;
export const FIRST_RATE_WORD = 8;
export const GAUGE_WORDS = 38;
