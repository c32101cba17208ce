/** Columns 77 to 103: connections, reuse, cache, maxima of times, idle connections, farm states. */
import { Gauge, Peak, Rate, Slot } from "../slots.ts";
import { farmSums } from "../subjects.ts";
import { current, highestRate, httpTotal, longest, rate, total } from "./column.ts";
import type { Column } from "./column.ts";

export const CONNECTION_COLUMNS: readonly Column[] = [
  rate(
    "conn_rate",
    "F",
    Rate.connection,
    "Number of new connections accepted over the last second on the frontend for this worker process",
  ),
  highestRate(
    "conn_rate_max",
    "F",
    Rate.connection,
    "Highest value of connections per second observed since the worker process started",
  ),
  total(
    "conn_tot",
    "F",
    Slot.connTot,
    "Total number of new connections accepted on this frontend since the worker process started",
  ),
  httpTotal(
    "intercepted",
    "F",
    Slot.intercepted,
    "Total number of HTTP requests intercepted on the frontend (redirects/stats/services) since the worker process started",
  ),
  total(
    "dcon",
    "LF",
    Slot.dcon,
    "Total number of incoming connections blocked on a listener/frontend by a tcp-request connection rule since the worker process started",
  ),
  total(
    "dses",
    "LF",
    Slot.dses,
    "Total number of incoming sessions blocked on a listener/frontend by a tcp-request connection rule since the worker process started",
  ),
  total(
    "wrew",
    "LFBS",
    Slot.wrew,
    "Total number of failed HTTP header rewrites since the worker process started",
  ),
  total(
    "connect",
    "BS",
    Slot.connect,
    "Total number of outgoing connection attempts on this backend/server since the worker process started",
  ),
  total(
    "reuse",
    "BS",
    Slot.reuse,
    "Total number of reused connection on this backend/server since the worker process started",
  ),
  httpTotal(
    "cache_lookups",
    "FB",
    Slot.cacheLookups,
    "Total number of HTTP requests looked up in the cache on this frontend/backend since the worker process started",
  ),
  httpTotal(
    "cache_hits",
    "FB",
    Slot.cacheHits,
    "Total number of HTTP requests not found in the cache on this frontend/backend since the worker process started",
  ),
  {
    name: "srv_icur",
    doc: "Current number of idle connections available for reuse on this server",
    tags: "MGP",
    type: "u32",
    server: ({ counters }) => counters.gauge(Gauge.idleConnCur) + counters.gauge(Gauge.safeConnCur),
  },
  {
    name: "src_ilim",
    doc: "Limit on the number of available idle connections on this server (server 'pool_max_conn' directive)",
    tags: "CLP",
    type: "u32",
    server: (subject) => (subject.idleLimit < 0 ? null : subject.idleLimit),
  },
  longest(
    "qtime_max",
    Peak.qtimeMax,
    "Maximum observed time spent in the queue, in milliseconds (backend/server)",
  ),
  longest(
    "ctime_max",
    Peak.ctimeMax,
    "Maximum observed time spent waiting for a connection to complete, in milliseconds (backend/server)",
  ),
  longest(
    "rtime_max",
    Peak.rtimeMax,
    "Maximum observed time spent waiting for a server response, in milliseconds (backend/server)",
  ),
  longest(
    "ttime_max",
    Peak.ttimeMax,
    "Maximum observed total request+response time (request+queue+connect+response+processing), in milliseconds (backend/server)",
  ),
  total("eint", "LFBS", Slot.eint, "Total number of internal errors since process started"),
  current("idle_conn_cur", "S", Gauge.idleConnCur, "Current number of unsafe idle connections"),
  current("safe_conn_cur", "S", Gauge.safeConnCur, "Current number of safe idle connections"),
  current("used_conn_cur", "S", Gauge.usedConnCur, "Current number of connections in use"),
  {
    name: "need_conn_est",
    doc: "Estimated needed number of connections",
    tags: "MGP",
    type: "u32",
    // The highest use seen is what the pool should be able to serve.,
    server: (subject) => subject.counters.gauge(Gauge.usedConnMax),
  },
  {
    name: "uweight",
    doc: "Server's user weight, or sum of active servers' user weights for a backend",
    tags: "MaP",
    type: "u32",
    backend: (subject) => farmSums(subject).userWeight,
    server: (subject) => subject.userWeight(),
  },
  {
    name: "agg_server_status",
    doc: "Backend's aggregated gauge of servers' status",
    tags: "MGP",
    type: "u32",
    // Zero here, as in HAProxy: only the metrics of that name have values.
    backend: () => 0,
  },
  {
    name: "agg_server_check_status",
    doc: "Backend's aggregated gauge of servers' state check status",
    tags: "MGP",
    type: "u32",
    backend: () => 0,
  },
  {
    name: "agg_check_status",
    doc: "Backend's aggregated gauge of servers' state check status",
    tags: "MGP",
    type: "u32",
    backend: () => 0,
  },
];
