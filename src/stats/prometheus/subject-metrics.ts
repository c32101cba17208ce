/**
 * The metrics of frontends, listeners, backends and servers, in the exporter's order. Most show a
 * column of `show stat`; those with more than one sample are in samples.ts.
 */
import { columnNamed } from "../columns.ts";
import { valueOf } from "../columns/column.ts";
import type { Moment } from "../columns/column.ts";
import type { Subject } from "../subjects.ts";
import {
  checkSamples,
  farmCheckSamples,
  farmStatusSamples,
  responseSamples,
  statusSamples,
} from "./samples.ts";
import type { Sample } from "./samples.ts";

/** One metric; its full name begins with "haproxy_" and the subject's kind. */
export interface SubjectMetric {
  readonly name: string;
  readonly type: "gauge" | "counter";
  /** Kinds that have it: letters of L, F, B, S. */
  readonly kinds: string;
  readonly help: string;
  readonly samples: (subject: Subject, moment: Moment) => readonly Sample[];
}

function single(columnName: string, print: (value: number) => string): SubjectMetric["samples"] {
  const column = columnNamed(columnName);
  if (column === undefined) throw new RangeError(`no column ${columnName}`);
  return (subject, moment) => {
    const value = valueOf(column, subject, moment);
    return [{ label: "", value: value === null ? "NaN" : print(Number(value)) }];
  };
}

/** A metric that is a column; its HELP is the column's description. */
function plain(
  name: string,
  type: SubjectMetric["type"],
  kinds: string,
  columnName: string,
): SubjectMetric {
  const help = columnNamed(columnName)?.doc ?? "";
  return { name, type, kinds, help, samples: single(columnName, String) };
}

/** A gauge in seconds of a column in milliseconds. */
function inSeconds(name: string, kinds: string, columnName: string): Omit<SubjectMetric, "help"> {
  const samples = single(columnName, (milliseconds) => (milliseconds / 1000).toFixed(6));
  return { name, type: "gauge", kinds, samples };
}

export const SUBJECT_METRICS: readonly SubjectMetric[] = [
  plain("current_queue", "gauge", "BS", "qcur"),
  plain("max_queue", "gauge", "BS", "qmax"),
  plain("current_sessions", "gauge", "FLBS", "scur"),
  plain("max_sessions", "gauge", "FLBS", "smax"),
  plain("limit_sessions", "gauge", "FLBS", "slim"),
  plain("sessions_total", "counter", "FLBS", "stot"),
  plain("bytes_in_total", "counter", "FLBS", "bin"),
  plain("bytes_out_total", "counter", "FLBS", "bout"),
  plain("requests_denied_total", "counter", "FLB", "dreq"),
  plain("responses_denied_total", "counter", "FLBS", "dresp"),
  plain("request_errors_total", "counter", "FL", "ereq"),
  plain("connection_errors_total", "counter", "BS", "econ"),
  plain("response_errors_total", "counter", "BS", "eresp"),
  plain("retry_warnings_total", "counter", "BS", "wretr"),
  plain("redispatch_warnings_total", "counter", "BS", "wredis"),
  {
    name: "status",
    type: "gauge",
    kinds: "FLBS",
    help: "Current status of the service, per state label value.",
    samples: statusSamples,
  },
  plain("weight", "gauge", "BS", "weight"),
  plain("active_servers", "gauge", "B", "act"),
  plain("backup_servers", "gauge", "B", "bck"),
  plain("check_failures_total", "counter", "S", "chkfail"),
  plain("check_up_down_total", "counter", "BS", "chkdown"),
  plain("check_last_change_seconds", "gauge", "BS", "lastchg"),
  plain("downtime_seconds_total", "counter", "BS", "downtime"),
  plain("queue_limit", "gauge", "S", "qlimit"),
  plain("current_throttle", "gauge", "S", "throttle"),
  plain("loadbalanced_total", "counter", "BS", "lbtot"),
  plain("limit_session_rate", "gauge", "F", "rate_lim"),
  plain("max_session_rate", "gauge", "FBS", "rate_max"),
  {
    name: "check_status",
    type: "gauge",
    kinds: "S",
    help: "Status of last health check, per state label value.",
    samples: checkSamples,
  },
  plain("check_code", "gauge", "S", "check_code"),
  {
    ...inSeconds("check_duration_seconds", "S", "check_duration"),
    help: "Total duration of the latest server health check, in seconds.",
  },
  {
    name: "http_responses_total",
    type: "counter",
    kinds: "FBS",
    help: "Total number of HTTP responses with status 100-199 returned by this object since the worker process started",
    samples: responseSamples,
  },
  plain("http_requests_rate_max", "gauge", "F", "req_rate_max"),
  plain("http_requests_total", "counter", "FB", "req_tot"),
  plain("client_aborts_total", "counter", "BS", "cli_abrt"),
  plain("server_aborts_total", "counter", "BS", "srv_abrt"),
  plain("http_comp_bytes_in_total", "counter", "FB", "comp_in"),
  plain("http_comp_bytes_out_total", "counter", "FB", "comp_out"),
  plain("http_comp_bytes_bypassed_total", "counter", "FB", "comp_byp"),
  plain("http_comp_responses_total", "counter", "FB", "comp_rsp"),
  plain("last_session_seconds", "gauge", "BS", "lastsess"),
  {
    ...inSeconds("queue_time_average_seconds", "BS", "qtime"),
    help: "Avg. queue time for last 1024 successful connections.",
  },
  {
    ...inSeconds("connect_time_average_seconds", "BS", "ctime"),
    help: "Avg. connect time for last 1024 successful connections.",
  },
  {
    ...inSeconds("response_time_average_seconds", "BS", "rtime"),
    help: "Avg. response time for last 1024 successful connections.",
  },
  {
    ...inSeconds("total_time_average_seconds", "BS", "ttime"),
    help: "Avg. total time for last 1024 successful connections.",
  },
  plain("connections_rate_max", "gauge", "F", "conn_rate_max"),
  plain("connections_total", "counter", "F", "conn_tot"),
  plain("intercepted_requests_total", "counter", "F", "intercepted"),
  plain("denied_connections_total", "counter", "FL", "dcon"),
  plain("denied_sessions_total", "counter", "FL", "dses"),
  plain("failed_header_rewriting_total", "counter", "FLBS", "wrew"),
  plain("connection_attempts_total", "counter", "BS", "connect"),
  plain("connection_reuses_total", "counter", "BS", "reuse"),
  plain("http_cache_lookups_total", "counter", "FB", "cache_lookups"),
  plain("http_cache_hits_total", "counter", "FB", "cache_hits"),
  plain("idle_connections_current", "gauge", "S", "srv_icur"),
  plain("idle_connections_limit", "gauge", "S", "src_ilim"),
  {
    ...inSeconds("max_queue_time_seconds", "BS", "qtime_max"),
    help: "Maximum observed time spent in the queue",
  },
  {
    ...inSeconds("max_connect_time_seconds", "BS", "ctime_max"),
    help: "Maximum observed time spent waiting for a connection to complete",
  },
  {
    ...inSeconds("max_response_time_seconds", "BS", "rtime_max"),
    help: "Maximum observed time spent waiting for a server response",
  },
  {
    ...inSeconds("max_total_time_seconds", "BS", "ttime_max"),
    help: "Maximum observed total request+response time (request+queue+connect+response+processing)",
  },
  plain("internal_errors_total", "counter", "FLBS", "eint"),
  plain("unsafe_idle_connections_current", "gauge", "S", "idle_conn_cur"),
  plain("safe_idle_connections_current", "gauge", "S", "safe_conn_cur"),
  plain("used_connections_current", "gauge", "S", "used_conn_cur"),
  plain("need_connections_current", "gauge", "S", "need_conn_est"),
  plain("uweight", "gauge", "BS", "uweight"),
  {
    name: "agg_server_status",
    type: "gauge",
    kinds: "B",
    help: "Backend's aggregated gauge of servers' status",
    samples: farmStatusSamples,
  },
  {
    name: "agg_server_check_status",
    type: "gauge",
    kinds: "B",
    help: "Backend's aggregated gauge of servers' state check status",
    samples: farmStatusSamples,
  },
  {
    name: "agg_check_status",
    type: "gauge",
    kinds: "B",
    help: "Backend's aggregated gauge of servers' state check status",
    samples: farmCheckSamples,
  },
];
