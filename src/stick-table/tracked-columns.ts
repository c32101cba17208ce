/** The columns that a tracked stream counts in by itself (manual 7.3, `sc_*`), found once a table. */

/** -1 for what the table does not store. */
export interface TrackedColumns {
  readonly connCur: number;
  readonly connCnt: number;
  readonly connRate: number;
  readonly sessCnt: number;
  readonly sessRate: number;
  readonly httpReq: CountAndRate;
  readonly httpErr: CountAndRate;
  readonly httpFail: CountAndRate;
  readonly bytesIn: CountAndRate;
  readonly bytesOut: CountAndRate;
}

/** What is counted in two columns: in all, and in a period. */
export interface CountAndRate {
  readonly count: number;
  readonly rate: number;
}

export function trackedColumns(column: (dataType: string) => number): TrackedColumns {
  const both = (family: string): CountAndRate => ({
    count: column(`${family}_cnt`),
    rate: column(`${family}_rate`),
  });
  return {
    connCur: column("conn_cur"),
    connCnt: column("conn_cnt"),
    connRate: column("conn_rate"),
    sessCnt: column("sess_cnt"),
    sessRate: column("sess_rate"),
    httpReq: both("http_req"),
    httpErr: both("http_err"),
    httpFail: both("http_fail"),
    bytesIn: both("bytes_in"),
    bytesOut: both("bytes_out"),
  };
}
