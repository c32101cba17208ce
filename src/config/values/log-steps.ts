/**
 * The places at which a line of a transaction may be logged (manual 8.3.5 and 4.2 "log-steps",
 * "do-log"). A `log-profile` names them after "on"; `%OG` shows them.
 */

/** Steps that `log-steps` takes. */
export const transactionSteps: readonly string[] = [
  "accept",
  "request",
  "connect",
  "response",
  "close",
];

/** Rule sets as `do-log` names them. */
const ruleSteps: readonly string[] = [
  "tcp-req-conn",
  "tcp-req-sess",
  "tcp-req-cont",
  "tcp-res-cont",
  "http-req",
  "http-res",
  "http-after-res",
];

/** What a profile may name: all of them, failures, and "any" for those that it does not name. */
export const profileSteps: readonly string[] = [
  ...transactionSteps,
  "error",
  "any",
  "quic-init",
  ...ruleSteps,
];
