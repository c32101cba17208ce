/** Columns 62 to 76: agent and health check settings, and what legends tell. */
import { ifAsked, ifChecked } from "../check.ts";
import { forKinds } from "./column.ts";
import type { Column } from "./column.ts";

export const CHECK_COLUMNS: readonly Column[] = [
  {
    name: "agent_status",
    doc: "Status report of the server's latest agent check, prefixed with '*' if a check is currently in progress",
    tags: "MOP",
    type: "str",
    server: (subject) =>
      ifAsked(subject, ({ status, running }) => (running ? `* ${status}` : status)),
  },
  {
    name: "agent_code",
    doc: "Status code reported by the latest server's agent check",
    tags: "MGP",
    type: "u32",
    server: (subject) => ifAsked(subject, ({ code }) => code),
  },
  {
    name: "agent_duration",
    doc: "Total duration of the latest server agent check, in milliseconds",
    tags: "MDP",
    type: "u64",
    server: (subject) => ifAsked(subject, ({ durationMs }) => durationMs),
  },
  {
    name: "check_desc",
    doc: "Textual description of the latest health check report for this server",
    tags: "MOP",
    type: "str",
    server: (subject) => ifChecked(subject, ({ description }) => description),
  },
  {
    name: "agent_desc",
    doc: "Textual description of the latest agent check report for this server",
    tags: "MOP",
    type: "str",
    server: (subject) => ifAsked(subject, ({ description }) => description),
  },
  {
    name: "check_rise",
    doc: "Number of successful health checks before declaring a server UP (server 'rise' setting)",
    tags: "CGS",
    type: "u32",
    server: (subject) => ifChecked(subject, ({ rise }) => rise),
  },
  {
    name: "check_fall",
    doc: "Number of failed health checks before declaring a server DOWN (server 'fall' setting)",
    tags: "CGS",
    type: "u32",
    server: (subject) => ifChecked(subject, ({ fall }) => fall),
  },
  {
    name: "check_health",
    doc: "Current server health check level (0..fall-1=DOWN, fall..rise-1=UP)",
    tags: "CGS",
    type: "u32",
    server: (subject) => ifChecked(subject, ({ health }) => health),
  },
  {
    name: "agent_rise",
    doc: "Number of successful agent checks before declaring a server UP (server 'rise' setting)",
    tags: "CGS",
    type: "u32",
    server: (subject) => ifAsked(subject, ({ rise }) => rise),
  },
  {
    name: "agent_fall",
    doc: "Number of failed agent checks before declaring a server DOWN (server 'fall' setting)",
    tags: "CGS",
    type: "u32",
    server: (subject) => ifAsked(subject, ({ fall }) => fall),
  },
  {
    name: "agent_health",
    doc: "Current server agent check level (0..fall-1=DOWN, fall..rise-1=UP)",
    tags: "CGS",
    type: "u32",
    server: (subject) => ifAsked(subject, ({ health }) => health),
  },
  {
    name: "addr",
    doc: "Server's address:port, shown only if show-legends is set, or at levels oper/admin for the CLI",
    tags: "CGS",
    type: "str",
    listener: (subject, { legends }) => (legends ? subject.address : null),
    server: (subject, { legends }) => (legends ? subject.address() : null),
  },
  {
    name: "cookie",
    doc: "Backend's cookie name or Server's cookie value, shown only if show-legends is set, or at levels oper/admin for the CLI",
    tags: "CNS",
    type: "str",
    backend: (subject, { legends }) => (legends ? subject.cookieName : null),
    server: (subject, { legends }) => (legends ? subject.cookie : null),
  },
  {
    name: "mode",
    doc: "'mode' setting (tcp/http/health/cli)",
    tags: "CGS",
    type: "str",
    ...forKinds("LFBS", (subject) => subject.mode),
  },
  {
    name: "algo",
    doc: "Backend's load balancing algorithm, shown only if show-legends is set, or at levels oper/admin for the CLI",
    tags: "CGS",
    type: "str",
    backend: (subject, { legends }) => (legends ? subject.algorithm : null),
  },
];
