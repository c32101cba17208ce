/** The options of `server` lines about the connections below TLS and HTTP (manual 5.2). */
import { parseAddress } from "../values/address.ts";
import { protoOption } from "../options/proto.ts";
import { type Arguments, positive, unsigned } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import type { ServerModel } from "../model.ts";
import type { OptionRow } from "../options/rows.ts";
import { optionShapes } from "../options/shapes.ts";

const { choice, flag, integer, time, word } = optionShapes<ServerModel>("5.2");

function parseSocks4(args: Arguments, server: ServerModel, load: Load): void {
  const where = args.expect("<address>:<port>");
  if (where === undefined) return;
  const parsed = parseAddress(where.text);
  if ("problem" in parsed) return load.diagnostics.error(where, parsed.problem, parsed.hint);
  const { address } = parsed;
  const isOne = address.kind === "ip" && parsed.lastPort === address.port && parsed.portSign === "";
  if (!isOne || address.family === null || address.port === 0) {
    return load.diagnostics.error(where, `'${where.text}' is no IP address with a port`);
  }
  server.socks4 = { kind: "ip", host: address.host, port: address.port };
}

function parseWebSocketVersion(args: Arguments, _server: ServerModel, load: Load): void {
  if (args.oneOf(["auto", "h1", "h2"]) !== "h2") return;
  load.diagnostics.error(
    args.last,
    "'ws h2' is not supported by this version of Sluice yet: it has no HTTP/2",
  );
}

export const serverTransportOptions: readonly OptionRow<ServerModel>[] = [
  flag("check-via-socks4", "sends checks through the 'socks4' proxy as well", (server) => {
    server.checkViaSocks4 = true;
  }),
  time("idle-ping", unsigned, "pings idle HTTP/2 connections; HTTP/1 has no pings", () => {}),
  integer(
    "log-bufsize",
    positive,
    "bytes of the lines that wait for a server of mode log; others keep none, as in HAProxy",
    (server, sizeBytes) => {
      server.logBufferBytes = sizeBytes;
    },
  ),
  choice(
    "log-proto",
    ["legacy", "octet-count"],
    "how lines are told apart by a server of mode log; others are sent none, as in HAProxy",
    (server, framing) => {
      server.logFraming = framing;
    },
  ),
  protoOption<ServerModel>("5.2", (server, protocol) => {
    server.protocol = protocol;
  }),
  flag("no-check-reuse-pool", "gives checks connections of their own, as ever", () => {}),
  flag("no-tfo", "connects without TCP Fast Open, as ever", () => {}),
  word(
    "pool-conn-name",
    "expression",
    "name that idle connections are told apart by instead of the SNI",
    (server, expression) => {
      server.poolConnName = expression;
    },
  ),
  integer(
    "pool-low-conn",
    unsigned,
    "idle connections that are kept though more than were needed at once; threads share none",
    (server, count) => {
      server.poolLowConn = count;
    },
  ),
  {
    name: "socks4",
    syntax: "socks4 <address>:<port>",
    manual: "5.2",
    summary: "SOCKS4 proxy to connect through",
    parse: parseSocks4,
  },
  {
    name: "ws",
    syntax: "ws { auto | h1 | h2 }",
    manual: "5.2",
    summary: "HTTP version that WebSockets go over; it is HTTP/1 as ever",
    parse: parseWebSocketVersion,
  },
  time("tcp-ut", unsigned, "how long sent bytes may stay unacknowledged", (server, ms) => {
    server.tcpUserTimeoutMs = ms === 0 ? null : ms;
  }),
];

/** Checks what these options say together with others. */
export function checkTransport(server: ServerModel, load: Load): void {
  if (server.socks4 === null) return;
  const at = server.line.words.find(({ text }) => text === "socks4") ?? server.line;
  const { address } = server;
  if (address.kind !== "ip" || address.family === 6)
    load.diagnostics.error(at, "'socks4' needs a server with an IPv4 address");
}
