/** Rows of `show info` about traffic: connections, sessions and TLS, now and at most. */
import { Gauge, Rate, Slot } from "../slots.ts";
import { LimitedRate } from "../limited-rate.ts";
import { none } from "./row.ts";
import type { InfoFacts, InfoRow } from "./row.ts";

/** Of the TLS connections of the last second: those that needed no new key. */
function reusePercent(facts: InfoFacts): number {
  const now = facts.nowMs();
  const { counters } = facts;
  const connections = counters.rate(Rate.ssl, now);
  const keys = Math.min(connections, counters.rate(Rate.tlsKey, now));
  return connections === 0 ? 0 : Math.floor(((connections - keys) * 100) / connections);
}

export const TRAFFIC_ROWS: readonly InfoRow[] = [
  {
    name: "CurrConns",
    doc: "Current number of connections on this worker process",
    tags: "MGP",
    type: "u32",
    value: (facts) => facts.counters.gauge(Gauge.scur),
  },
  {
    name: "CumConns",
    doc: "Total number of connections on this worker process since started",
    tags: "MCP",
    type: "u32",
    value: (facts) => facts.counters.sum(Slot.connTot),
  },
  {
    name: "CumReq",
    doc: "Total number of requests on this worker process since started",
    tags: "MCP",
    type: "u32",
    value: (facts) => facts.counters.sum(Slot.reqTot),
  },
  {
    name: "MaxSslConns",
    doc: "Hard limit on the number of per-process SSL endpoints (front+back), 0=unlimited",
    tags: "MMP",
    type: "u32",
    value: (facts) => facts.maxTlsConnections,
  },
  {
    name: "CurrSslConns",
    doc: "Current number of SSL endpoints on this worker process (front+back)",
    tags: "MGP",
    type: "u32",
    value: (facts) => facts.currentTlsConnections(),
  },
  {
    name: "CumSslConns",
    doc: "Total number of SSL endpoints on this worker process since started (front+back)",
    tags: "MCP",
    type: "u32",
    value: (facts) => facts.counters.sum(Slot.sslSess),
  },
  none("Maxpipes", "CLP", "u32", "Hard limit on the number of pipes for splicing, 0=unlimited"),
  none("PipesUsed", "MGP", "u32", "Current number of pipes in use in this worker process"),
  none(
    "PipesFree",
    "MGP",
    "u32",
    "Current number of allocated and available pipes in this worker process",
  ),
  {
    name: "ConnRate",
    doc: "Number of front connections created on this worker process over the last second",
    tags: "MRP",
    type: "u32",
    value: (facts) => facts.counters.rate(Rate.connection, facts.nowMs()),
  },
  {
    name: "ConnRateLimit",
    doc: "Hard limit for ConnRate (global.maxconnrate)",
    tags: "CLP",
    type: "u32",
    value: (facts) => facts.rateLimit(LimitedRate.connections),
  },
  {
    name: "MaxConnRate",
    doc: "Highest ConnRate reached on this worker process since started (in connections per second)",
    tags: "MMP",
    type: "u32",
    value: (facts) => facts.counters.highestRate(Rate.connection),
  },
  {
    name: "SessRate",
    doc: "Number of sessions created on this worker process over the last second",
    tags: "MRP",
    type: "u32",
    value: (facts) => facts.counters.rate(Rate.session, facts.nowMs()),
  },
  {
    name: "SessRateLimit",
    doc: "Hard limit for SessRate (global.maxsessrate)",
    tags: "CLP",
    type: "u32",
    value: (facts) => facts.rateLimit(LimitedRate.sessions),
  },
  {
    name: "MaxSessRate",
    doc: "Highest SessRate reached on this worker process since started (in sessions per second)",
    tags: "MRP",
    type: "u32",
    value: (facts) => facts.counters.highestRate(Rate.session),
  },
  {
    name: "SslRate",
    doc: "Number of SSL connections created on this worker process over the last second",
    tags: "MRP",
    type: "u32",
    value: (facts) => facts.counters.rate(Rate.ssl, facts.nowMs()),
  },
  {
    name: "SslRateLimit",
    doc: "Hard limit for SslRate (global.maxsslrate)",
    tags: "CLP",
    type: "u32",
    value: (facts) => facts.rateLimit(LimitedRate.tls),
  },
  {
    name: "MaxSslRate",
    doc: "Highest SslRate reached on this worker process since started (in connections per second)",
    tags: "MMP",
    type: "u32",
    value: (facts) => facts.counters.highestRate(Rate.ssl),
  },
  {
    name: "SslFrontendKeyRate",
    doc: "Number of SSL keys created on frontends in this worker process over the last second",
    tags: "MGP",
    type: "u32",
    value: (facts) => facts.counters.rate(Rate.tlsKey, facts.nowMs()),
  },
  {
    name: "SslFrontendMaxKeyRate",
    doc: "Highest SslFrontendKeyRate reached on this worker process since started (in SSL keys per second)",
    tags: "MMP",
    type: "u32",
    value: (facts) => facts.counters.highestRate(Rate.tlsKey),
  },
  {
    name: "SslFrontendSessionReuse_pct",
    doc: "Percent of frontend SSL connections which did not require a new key",
    tags: "MGP",
    type: "u32",
    value: reusePercent,
  },
  {
    name: "SslBackendKeyRate",
    doc: "Number of SSL keys created on backends in this worker process over the last second",
    tags: "MRP",
    type: "u32",
    value: (facts) => facts.counters.rate(Rate.serverTlsKey, facts.nowMs()),
  },
  {
    name: "SslBackendMaxKeyRate",
    doc: "Highest SslBackendKeyRate reached on this worker process since started (in SSL keys per second)",
    tags: "MMP",
    type: "u32",
    value: (facts) => facts.counters.highestRate(Rate.serverTlsKey),
  },
  // The runtimes keep the sessions of clients themselves and tell of no lookup: zero.
  none(
    "SslCacheLookups",
    "MCP",
    "u32",
    "Total number of SSL session ID lookups in the SSL session cache on this worker since started",
  ),
  none(
    "SslCacheMisses",
    "MCP",
    "u32",
    "Total number of SSL session ID lookups that didn't find a session in the SSL session cache on this worker since started",
  ),
];
