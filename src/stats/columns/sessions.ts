/** Columns 0 to 16: names, queues, sessions, bytes, denials, errors and warnings. */
import { Gauge, Slot } from "../slots.ts";
import { serviceNameOf } from "../subjects.ts";
import { forKinds, highest, total } from "./column.ts";
import type { Column } from "./column.ts";

export const SESSION_COLUMNS: readonly Column[] = [
  {
    name: "pxname",
    doc: "Proxy name",
    tags: "KNS",
    type: "str",
    ...forKinds("LFBS", (subject) => subject.proxyName),
  },
  {
    name: "svname",
    doc: "Server name",
    tags: "KNS",
    type: "str",
    ...forKinds("LFBS", serviceNameOf),
  },
  {
    name: "qcur",
    doc: "Number of current queued connections",
    tags: "MGP",
    type: "u32",
    backend: (subject) => subject.queued(),
    server: (subject) => subject.queued(),
  },
  highest(
    "qmax",
    "BS",
    Gauge.qmax,
    "Highest value of queued connections encountered since process started",
  ),
  {
    name: "scur",
    doc: "Number of current sessions on the frontend, backend or server",
    tags: "MGP",
    type: "u32",
    ...forKinds("LFB", (subject) => subject.counters.gauge(Gauge.scur)),
    server: (subject) => subject.sessions(),
  },
  highest(
    "smax",
    "LFBS",
    Gauge.smax,
    "Highest value of current sessions encountered since process started",
  ),
  {
    name: "slim",
    doc: "Frontend/listener/server's maxconn, backend's fullconn",
    tags: "CLP",
    type: "u32",
    frontend: (subject) => subject.limit(),
    listener: (subject) => subject.limit(),
    backend: (subject) => subject.fullconn,
    server: (subject) => subject.limit() || null,
  },
  total("stot", "LFBS", Slot.stot, "Total number of sessions since process started"),
  total("bin", "LFBS", Slot.bin, "Total number of request bytes since process started"),
  total("bout", "LFBS", Slot.bout, "Total number of response bytes since process started"),
  total("dreq", "LFB", Slot.dreq, "Total number of denied requests since process started"),
  total("dresp", "LFBS", Slot.dresp, "Total number of denied responses since process started"),
  total("ereq", "LF", Slot.ereq, "Total number of invalid requests since process started"),
  total(
    "econ",
    "BS",
    Slot.econ,
    "Total number of failed connections to server since the worker process started",
  ),
  total(
    "eresp",
    "BS",
    Slot.eresp,
    "Total number of invalid responses since the worker process started",
  ),
  total(
    "wretr",
    "BS",
    Slot.wretr,
    "Total number of server connection retries since the worker process started",
  ),
  total(
    "wredis",
    "BS",
    Slot.wredis,
    "Total number of server redispatches due to connection failures since the worker process started",
  ),
];
