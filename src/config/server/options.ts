/** The options of `server` and `default-server` lines (manual 5.2) that are not about TLS. */
import { type Arguments, positive, unsigned } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import { initialStates, type ServerModel } from "../model.ts";
import { optionShapes } from "../options/shapes.ts";
import type { OptionRow } from "../options/rows.ts";
import { checkProtocolOption } from "./check-protocol.ts";
import { serverProxyOptions } from "./proxy-options.ts";
import { serverResolutionOptions } from "./resolution.ts";
import { serverTlsOptions } from "./tls-options.ts";
import { checkAddressOptions } from "./check-address.ts";
import { serverTransportOptions } from "./transport-options.ts";
import { expectSource } from "../values/source.ts";

const { flag, word, integer, time, interval, choice } = optionShapes<ServerModel>("5.2");

export const serverOptions: readonly OptionRow<ServerModel>[] = [
  ...checkAddressOptions,
  flag("agent-check", "asks an agent for the server's state and weight", (server) => {
    server.agentCheck = true;
  }),
  flag("no-agent-check", "undoes 'agent-check'", (server) => {
    server.agentCheck = false;
  }),
  interval("agent-inter", positive, "how often the agent is asked", (server, ms) => {
    server.agentInterMs = ms;
  }),
  integer("agent-port", { min: 1, max: 65535 }, "port of the agent", (server, port) => {
    server.agentPort = port;
  }),
  word("agent-send", "text", "what the agent is sent first", (server, { text }) => {
    server.agentSend = text;
  }),
  flag("backup", "is used only when no other server is up", (server) => {
    server.backup = true;
  }),
  flag("no-backup", "undoes 'backup'", (server) => {
    server.backup = false;
  }),
  flag("check", "checks the server's health", (server) => {
    server.check = true;
  }),
  word("check-alpn", "protocols", "protocols that checks by TLS offer", (server, { text }) => {
    server.checkAlpn = text.split(",");
  }),
  flag("check-send-proxy", "begins checks with a PROXY header", (server) => {
    server.checkSendProxy = true;
  }),
  checkProtocolOption,
  word("check-sni", "sni", "server name that checks by TLS send", (server, { text }) => {
    server.checkSni = text;
  }),
  flag("no-check-send-proxy", "undoes 'check-send-proxy'", (server) => {
    server.checkSendProxy = false;
  }),
  flag("no-check", "undoes 'check'", (server) => {
    server.check = false;
  }),
  word("cookie", "value", "the server's value of the persistence cookie", (server, { text }) => {
    server.cookie = text;
  }),
  word("redir", "prefix", "redirects GET and HEAD to this prefix instead", (server, { text }) => {
    server.redirectPrefix = text;
  }),
  flag("disabled", "starts in maintenance", (server) => {
    server.disabled = true;
  }),
  flag("enabled", "undoes 'disabled'", (server) => {
    server.disabled = false;
  }),
  interval("downinter", positive, "check interval of a server that is down", (server, ms) => {
    server.downinterMs = ms;
  }),
  integer(
    "error-limit",
    positive,
    "observed errors in a row before 'on-error'",
    (server, count) => {
      server.errorLimit = count;
    },
  ),
  integer("fall", positive, "failed checks that take the server down", (server, count) => {
    server.fall = count;
  }),
  interval("fastinter", positive, "check interval while the state changes", (server, ms) => {
    server.fastinterMs = ms;
  }),
  word("guid", "string", "global unique id of the server", (server, guid) => {
    server.guid = guid;
  }),
  choice(
    "hash-key",
    ["id", "addr", "addr-port"],
    "what the server's places on the ring of hash-type consistent follow from",
    (server, key) => {
      server.hashKey = key;
    },
  ),
  integer("id", positive, "numeric id of the server", (server, id) => {
    server.id = id;
  }),
  interval("inter", positive, "check interval", (server, ms) => {
    server.interMs = ms;
  }),
  integer(
    "max-reuse",
    { min: -1, max: 0x7fffffff },
    "requests that one connection may carry",
    (server, count) => {
      server.maxReuse = count;
    },
  ),
  integer(
    "maxconn",
    unsigned,
    "largest number of concurrent requests; 0 for no limit",
    (server, count) => {
      server.maxconn = count;
    },
  ),
  integer("maxqueue", unsigned, "longest queue of the server; 0 for no limit", (server, count) => {
    server.maxqueue = count;
  }),
  integer(
    "minconn",
    unsigned,
    "maxconn of an idle backend; grows to maxconn at fullconn",
    (server, count) => {
      server.minconn = count;
    },
  ),
  flag("non-stick", "never enters a stick table", (server) => {
    server.nonStick = true;
  }),
  flag("stick", "undoes 'non-stick'", (server) => {
    server.nonStick = false;
  }),
  choice(
    "observe",
    ["none", "layer4", "layer7"],
    "watches live traffic for errors",
    (server, layer) => {
      server.observe = layer;
    },
  ),
  choice(
    "on-error",
    ["fastinter", "fail-check", "sudden-death", "mark-down"],
    "what error-limit observed errors lead to",
    (server, what) => {
      server.onError = what;
    },
  ),
  choice(
    "on-marked-down",
    ["none", "shutdown-sessions"],
    "what happens to sessions when it goes down",
    (server, what) => {
      server.onMarkedDown = what;
    },
  ),
  choice(
    "on-marked-up",
    ["none", "shutdown-backup-sessions"],
    "what happens to backups' sessions when it comes up",
    (server, what) => {
      server.onMarkedUp = what;
    },
  ),
  integer(
    "pool-max-conn",
    { min: -1, max: 0x7fffffff },
    "largest number of idle connections kept",
    (server, count) => {
      server.poolMaxConn = count;
    },
  ),
  time(
    "pool-purge-delay",
    unsigned,
    "how often half of the idle connections are closed",
    (server, ms) => {
      server.poolPurgeDelayMs = ms;
    },
  ),
  integer("port", { min: 1, max: 65535 }, "port that checks go to", (server, port) => {
    server.checkPort = port;
  }),
  integer("rise", positive, "passed checks that take the server up", (server, count) => {
    server.rise = count;
  }),
  time(
    "slowstart",
    unsigned,
    "time over which a server that came up gains its weight",
    (server, ms) => {
      server.slowstartMs = ms;
    },
  ),
  {
    name: "source",
    syntax:
      "source <address>[:<port>[-<port>]] [usesrc { <address>[:<port>] | client | clientip | hdr_ip(<name>[,<occurrence>]) }] [interface <name>]",
    manual: "5.2",
    summary: "address and ports to connect from",
    parse(args: Arguments, server: ServerModel, load: Load): void {
      server.source = expectSource(args, "a range of ports", load) ?? server.source;
    },
  },
  word("track", "[<backend>/]<server>", "takes its state from another server", (server, track) => {
    server.track = track;
  }),
  choice(
    "init-state",
    initialStates,
    "state that it begins with, new and after maintenance",
    (server, state) => {
      server.initState = state;
    },
  ),
  integer("weight", { min: 0, max: 256 }, "share of the load", (server, weight) => {
    server.weight = weight;
  }),
  ...serverProxyOptions,
  ...serverResolutionOptions,
  ...serverTlsOptions,
  ...serverTransportOptions,
];
