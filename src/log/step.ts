/**
 * The places at which a line of a transaction is logged, by number: what `%OG` calls them and what
 * a `log-profile` calls them (manual 8.2.6 "%OG", 8.3.5).
 */

export const LogStep = {
  accept: 0,
  request: 1,
  connect: 2,
  response: 3,
  close: 4,
  /** A request that could not be read. */
  error: 5,
  /** A connection that never became a session. */
  killed: 6,
  "tcp-request connection": 7,
  "tcp-request session": 8,
  "tcp-request content": 9,
  "tcp-response content": 10,
  "http-request": 11,
  "http-response": 12,
  "http-after-response": 13,
} as const;
export type LogStep = (typeof LogStep)[keyof typeof LogStep];

/** `%OG` by step. */
const ORIGINS: readonly string[] = [
  "txn_accept",
  "txn_request",
  "txn_connect",
  "txn_response",
  "txn_close",
  "sess_error",
  "sess_killed",
  "tcp-req-conn",
  "tcp-req-sess",
  "tcp-req-cont",
  "tcp-res-cont",
  "http-req",
  "http-res",
  "http-after-res",
];

/** What `%OG` says at a step. */
export function originOf(step: LogStep): string {
  return ORIGINS[step]!;
}

/** The step's name in a profile, by number. */
export const PROFILE_NAMES: readonly string[] = ORIGINS.map((origin) =>
  origin.startsWith("txn_") ? origin.slice(4) : origin.startsWith("sess_") ? "error" : origin,
);
