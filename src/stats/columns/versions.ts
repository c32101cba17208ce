/** Columns that versions after 2.6 appended: sessions and requests by HTTP version, and the like. */
import { Slot } from "../slots.ts";
import { empty, total } from "./column.ts";
import type { Column } from "./column.ts";

export const VERSION_COLUMNS: readonly Column[] = [
  {
    name: "srid",
    doc: "Revision number of the server, raised when a dynamic server of the same name is created",
    tags: "KGS",
    type: "u32",
    // Servers are not created at run time, so every one is the first of its name.,
    server: () => 0,
  },
  {
    name: "sess_other",
    doc: "Total number of sessions other than HTTP since process started",
    tags: "MCP",
    type: "u64",
    frontend: ({ mode, counters }) => (mode === "http" ? 0 : counters.sum(Slot.connTot)),
  },
  {
    name: "h1sess",
    doc: "Total number of HTTP/1 sessions since process started",
    tags: "MCP",
    type: "u64",
    frontend: ({ mode, counters }) =>
      mode === "http" ? counters.sum(Slot.connTot) - counters.sum(Slot.h2Sess) : 0,
  },
  total("h2sess", "F", Slot.h2Sess, "Total number of HTTP/2 sessions since process started"),
  empty("h3sess", "Total number of HTTP/3 sessions since process started", "MCP", "u64"),
  {
    name: "req_other",
    doc: "Total number of sessions other than HTTP processed by this object since the worker process started",
    tags: "MCP",
    type: "u64",
    frontend: ({ mode, counters }) => (mode === "http" ? 0 : counters.sum(Slot.stot)),
  },
  {
    name: "h1req",
    doc: "Total number of HTTP/1 requests processed by this object since the worker process started",
    tags: "MCP",
    type: "u64",
    frontend: ({ counters }) => counters.sum(Slot.reqTot) - counters.sum(Slot.h2Req),
  },
  total(
    "h2req",
    "F",
    Slot.h2Req,
    "Total number of HTTP/2 requests processed by this object since the worker process started",
  ),
  empty(
    "h3req",
    "Total number of HTTP/3 requests processed by this object since the worker process started",
    "MCP",
    "u64",
  ),
  {
    name: "proto",
    doc: "Protocol of the proxy's first listener",
    tags: "CGS",
    type: "str",
    listener: (subject) =>
      subject.address.startsWith("unix")
        ? "unix_stream"
        : subject.address.startsWith("[")
          ? "tcpv6"
          : "tcpv4",
  },
  empty("priv_idle_cur", "Current number of private idle connections", "MGP", "u32"),
];
