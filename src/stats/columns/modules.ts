/** Columns after the "-": what TLS and the HTTP muxes count; in no promised order (manual 9.1). */
import { Slot } from "../slots.ts";
import { empty, forKinds, total } from "./column.ts";
import type { Column } from "./column.ts";

export const MODULE_COLUMNS: readonly Column[] = [
  total("ssl_sess", "LFBS", Slot.sslSess, "Total number of ssl sessions established"),
  total("ssl_reused_sess", "LFBS", Slot.sslReusedSess, "Total number of ssl sessions reused"),
  total(
    "ssl_failed_handshake",
    "LFBS",
    Slot.sslFailedHandshake,
    "Total number of failed handshake",
  ),
  empty("h2_headers_rcvd", "Total number of received HEADERS frames", "MCP", "u64"),
  empty("h2_data_rcvd", "Total number of received DATA frames", "MCP", "u64"),
  empty("h2_settings_rcvd", "Total number of received SETTINGS frames", "MCP", "u64"),
  empty("h2_rst_stream_rcvd", "Total number of received RST_STREAM frames", "MCP", "u64"),
  empty("h2_goaway_rcvd", "Total number of received GOAWAY frames", "MCP", "u64"),
  empty(
    "h2_detected_conn_protocol_errors",
    "Total number of connection protocol errors",
    "MCP",
    "u64",
  ),
  empty("h2_detected_strm_protocol_errors", "Total number of stream protocol errors", "MCP", "u64"),
  empty("h2_rst_stream_resp", "Total number of RST_STREAM sent on detected error", "MCP", "u64"),
  empty("h2_goaway_resp", "Total number of GOAWAY sent on detected error", "MCP", "u64"),
  empty("h2_open_connections", "Count of currently open connections", "MGP", "u64"),
  empty("h2_backend_open_streams", "Count of currently open streams", "MGP", "u64"),
  empty("h2_total_connections", "Total number of connections", "MCP", "u64"),
  empty("h2_backend_total_streams", "Total number of streams", "MCP", "u64"),
  {
    name: "h1_open_connections",
    doc: "Count of currently open connections",
    tags: "MGP",
    type: "u64",
    ...forKinds("FB", ({ counters }) => counters.sum(Slot.h1OpenConnections)),
  },
  {
    name: "h1_open_streams",
    doc: "Count of currently open streams",
    tags: "MGP",
    type: "u64",
    ...forKinds("FB", ({ counters }) => counters.sum(Slot.h1OpenStreams)),
  },
  total("h1_total_connections", "FB", Slot.h1TotalConnections, "Total number of connections"),
  total("h1_total_streams", "FB", Slot.h1TotalStreams, "Total number of streams"),
  {
    name: "h1_bytes_in",
    doc: "Total number of bytes received",
    tags: "MCP",
    type: "u64",
    ...forKinds("FB", ({ mode, counters }) => (mode === "http" ? counters.sum(Slot.bin) : 0)),
  },
  {
    name: "h1_bytes_out",
    doc: "Total number of bytes send",
    tags: "MCP",
    type: "u64",
    ...forKinds("FB", ({ mode, counters }) => (mode === "http" ? counters.sum(Slot.bout) : 0)),
  },
  empty(
    "h1_spliced_bytes_in",
    "Total number of bytes received using kernel splicing",
    "MCP",
    "u64",
  ),
  empty("h1_spliced_bytes_out", "Total number of bytes sendusing kernel splicing", "MCP", "u64"),
];
