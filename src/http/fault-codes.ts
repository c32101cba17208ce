/**
 * Which statuses of servers are the client's errors and which are the server's failures, as stick
 * tables count them (manual 3.2, http-err-codes and http-fail-codes; 11.1, http_err_cnt). A status
 * may be both, or neither.
 */

export interface FaultCodes {
  readonly errors: ReadonlySet<number>;
  readonly failures: ReadonlySet<number>;
}

/** What clients can provoke is no failure. */
const OF_CLIENTS: ReadonlySet<number> = new Set([501, 505]);

export const usualFaultCodes: FaultCodes = {
  errors: new Set(statuses(400, 499)),
  failures: new Set(statuses(500, 599).filter((status) => !OF_CLIENTS.has(status))),
};

/** The numbers from `low` to `high`. */
export function statuses(low: number, high: number): number[] {
  return Array.from({ length: high - low + 1 }, (_, index) => low + index);
}
