/** Columns 62 to 76: agent and health check settings, and what legends tell. */
import { ifChecked } from "../check.ts";
import { empty, forKinds } from "./column.ts";
import type { Column } from "./column.ts";

export const CHECK_COLUMNS: readonly Column[] = [
  empty(
    "agent_status",
    "Status report of the server's latest agent check, prefixed with '*' if a check is currently in progress",
    "MOP",
    "str",
  ),
  empty("agent_code", "Status code reported by the latest server's agent check", "MGP", "u32"),
  empty(
    "agent_duration",
    "Total duration of the latest server agent check, in milliseconds",
    "MDP",
    "u64",
  ),
  {
    name: "check_desc",
    doc: "Textual description of the latest health check report for this server",
    tags: "MOP",
    type: "str",
    server: (subject) => ifChecked(subject, ({ description }) => description),
  },
  empty(
    "agent_desc",
    "Textual description of the latest agent check report for this server",
    "MOP",
    "str",
  ),
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
  empty(
    "agent_rise",
    "Number of successful agent checks before declaring a server UP (server 'rise' setting)",
    "CGS",
    "u32",
  ),
  empty(
    "agent_fall",
    "Number of failed agent checks before declaring a server DOWN (server 'fall' setting)",
    "CGS",
    "u32",
  ),
  empty(
    "agent_health",
    "Current server agent check level (0..fall-1=DOWN, fall..rise-1=UP)",
    "CGS",
    "u32",
  ),
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
