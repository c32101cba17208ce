/** Columns 36 to 61: the last health check, HTTP requests and responses, compression, times. */
import { ifAsked, ifChecked } from "../check.ts";
import { Rate, Slot } from "../slots.ts";
import { forKinds, highestRate, httpTotal, rate, total } from "./column.ts";
import type { Column } from "./column.ts";

export const REQUEST_COLUMNS: readonly Column[] = [
  {
    name: "check_status",
    doc: "Status report of the server's latest health check, prefixed with '*' if a check is currently in progress",
    tags: "MOP",
    type: "str",
    server: (subject) =>
      ifChecked(subject, ({ status, running }) => (running ? `* ${status}` : status)),
  },
  {
    name: "check_code",
    doc: "layer5-7 code, if available of the last health check.",
    tags: "MGP",
    type: "u32",
    server: (subject) => ifChecked(subject, ({ code }) => code),
  },
  {
    name: "check_duration",
    doc: "Total duration of the latest server health check, in milliseconds",
    tags: "MDP",
    type: "u64",
    server: (subject) => ifChecked(subject, ({ durationMs }) => durationMs),
  },
  httpTotal(
    "hrsp_1xx",
    "FBS",
    Slot.hrsp1xx,
    "Total number of HTTP responses with status 100-199 returned by this object since the worker process started",
  ),
  httpTotal(
    "hrsp_2xx",
    "FBS",
    Slot.hrsp2xx,
    "Total number of HTTP responses with status 200-299 returned by this object since the worker process started",
  ),
  httpTotal(
    "hrsp_3xx",
    "FBS",
    Slot.hrsp3xx,
    "Total number of HTTP responses with status 300-399 returned by this object since the worker process started",
  ),
  httpTotal(
    "hrsp_4xx",
    "FBS",
    Slot.hrsp4xx,
    "Total number of HTTP responses with status 400-499 returned by this object since the worker process started",
  ),
  httpTotal(
    "hrsp_5xx",
    "FBS",
    Slot.hrsp5xx,
    "Total number of HTTP responses with status 500-599 returned by this object since the worker process started",
  ),
  httpTotal(
    "hrsp_other",
    "FBS",
    Slot.hrspOther,
    "Total number of HTTP responses with status <100, >599 returned by this object since the worker process started (error -1 included)",
  ),
  {
    name: "hanafail",
    doc: "Total number of failed checks caused by an 'on-error' directive after an 'observe' condition matched",
    tags: "MCP",
    type: "u64",
    server: (subject) =>
      ifChecked(subject, ({ observes }) => (observes ? subject.counters.sum(Slot.hanafail) : null)),
  },
  rate(
    "req_rate",
    "F",
    Rate.request,
    "Number of HTTP requests processed over the last second on this object",
  ),
  highestRate(
    "req_rate_max",
    "F",
    Rate.request,
    "Highest value of http requests observed since the worker process started",
  ),
  httpTotal(
    "req_tot",
    "FBS",
    Slot.reqTot,
    "Total number of HTTP requests processed by this object since the worker process started",
  ),
  total(
    "cli_abrt",
    "BS",
    Slot.cliAbrt,
    "Total number of requests or connections aborted by the client since the worker process started",
  ),
  total(
    "srv_abrt",
    "BS",
    Slot.srvAbrt,
    "Total number of requests or connections aborted by the server since the worker process started",
  ),
  httpTotal(
    "comp_in",
    "FB",
    Slot.compIn,
    "Total number of bytes submitted to the HTTP compressor for this object since the worker process started",
  ),
  httpTotal(
    "comp_out",
    "FB",
    Slot.compOut,
    "Total number of bytes emitted by the HTTP compressor for this object since the worker process started",
  ),
  httpTotal(
    "comp_byp",
    "FB",
    Slot.compByp,
    "Total number of bytes that bypassed HTTP compression for this object since the worker process started (CPU/memory/bandwidth limitation)",
  ),
  httpTotal(
    "comp_rsp",
    "FB",
    Slot.compRsp,
    "Total number of HTTP responses that were compressed for this object since the worker process started",
  ),
  {
    name: "lastsess",
    doc: "How long ago some traffic was seen on this object on this worker process, in seconds",
    tags: "MAP",
    type: "s32",
    ...forKinds("BS", (subject, { nowMs }) => subject.counters.secondsSinceSession(nowMs)),
  },
  {
    name: "last_chk",
    doc: "Short description of the latest health check report for this server (see also check_desc)",
    tags: "MOP",
    type: "str",
    server: (subject) => ifChecked(subject, ({ output }) => output),
  },
  {
    name: "last_agt",
    doc: "Short description of the latest agent check report for this server (see also agent_desc)",
    tags: "MOP",
    type: "str",
    server: (subject) => ifAsked(subject, ({ output }) => output),
  },
  {
    name: "qtime",
    doc: "Time spent in the queue, in milliseconds, averaged over the 1024 last requests (backend/server)",
    tags: "MaP",
    type: "u32",
    ...forKinds("BS", (subject) => subject.counters.meanTimes().queueMs),
  },
  {
    name: "ctime",
    doc: "Time spent waiting for a connection to complete, in milliseconds, averaged over the 1024 last requests (backend/server)",
    tags: "MaP",
    type: "u32",
    ...forKinds("BS", (subject) => subject.counters.meanTimes().connectMs),
  },
  {
    name: "rtime",
    doc: "Time spent waiting for a server response, in milliseconds, averaged over the 1024 last requests (backend/server)",
    tags: "MaP",
    type: "u32",
    ...forKinds("BS", (subject) => subject.counters.meanTimes().responseMs),
  },
  {
    name: "ttime",
    doc: "Total request+response time (request+queue+connect+response+processing), in milliseconds, averaged over the 1024 last requests (backend/server)",
    tags: "MaP",
    type: "u32",
    ...forKinds("BS", (subject) => subject.counters.meanTimes().totalMs),
  },
];
