/**
 * Directives of `global` that shape only what Sluice does not have: an HTTP client of its own, QUIC,
 * Lua, a cache of TLS sessions, generated certificates, updates of OCSP responses. What would
 * turn such a thing on is refused; what only shapes it changes nothing, and its summary says so.
 */
import { positive, unsigned } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { GlobalModel } from "../model.ts";
import {
  type CheckArguments,
  hint,
  nothing,
  numberWithin,
  oneOf,
  sizeWithin,
  timeWithin,
  word,
  wordIfAny,
} from "./hint-rows.ts";

const onOrOff = oneOf("on", "off");
const percent = numberWithin({ min: 0, max: 100 });

const NO_CLIENT = "Sluice has no HTTP client of its own";
const NO_UPDATES = "Sluice fetches no OCSP responses";
const NO_QUIC = "Sluice speaks no QUIC";
const NO_LUA = "plugins are written in TypeScript, not in Lua";
const TICKETS = "TLS sessions resume by tickets, they are not cached";

const httpClient: readonly Directive<GlobalModel>[] = [
  hint("httpclient.resolvers.disabled { on | off }", NO_CLIENT, onOrOff, "3.4"),
  hint("httpclient.resolvers.id <resolvers id>", NO_CLIENT, wordIfAny, "3.4"),
  hint("httpclient.resolvers.prefer { ipv4 | ipv6 }", NO_CLIENT, oneOf("ipv4", "ipv6"), "3.4"),
  hint("httpclient.retries <number>", NO_CLIENT, numberWithin(unsigned), "3.4"),
  hint("httpclient.ssl.ca-file <cafile>", NO_CLIENT, wordIfAny, "3.4"),
  hint("httpclient.ssl.verify { none | required }", NO_CLIENT, oneOf("none", "required"), "3.4"),
  hint("httpclient.timeout.connect <timeout>", NO_CLIENT, timeWithin(unsigned), "3.4"),
];

/** Updates that nothing makes: only their absence can be asked for. */
const onlyOff: CheckArguments = (args, load) => {
  const mode = args.oneOf(["on", "off"]);
  if (mode === undefined || !args.end() || mode === "off") return;
  load.diagnostics.error(args.last, `'${args.name} on' is not supported: ${NO_UPDATES}`);
};

/** TLS is cut into records by the runtimes: only no limit can be asked for. */
const noLimit: CheckArguments = (args, load) => {
  const bytes = args.integer("a number", unsigned);
  if (bytes === undefined || !args.end() || bytes === 0) return;
  load.diagnostics.error(
    args.last,
    `'${args.name}' above 0 is not supported: the runtimes size the records of TLS`,
  );
};

const RECORDS = "only 0, for no limit: the runtimes size the records of TLS";

const tls: readonly Directive<GlobalModel>[] = [
  hint("ocsp-update.disable { on | off }", NO_UPDATES, onOrOff, "3.1"),
  hint("ocsp-update.mode { on | off }", NO_UPDATES, onlyOff, "3.1"),
  hint("ocsp-update.httpproxy <address>[:port]", NO_UPDATES, word("an address"), "3.1"),
  ...["ocsp-update", "tune.ssl.ocsp-update"].flatMap((family) =>
    ["maxdelay", "mindelay"].map((end) =>
      hint(`${family}.${end} <number>`, NO_UPDATES, numberWithin(unsigned), "3.1"),
    ),
  ),
  hint("tune.ssl.cachesize <number>", TICKETS, numberWithin(unsigned)),
  hint(
    "tune.ssl.certificate-compression { auto | off }",
    "the runtimes never compress certificates",
    oneOf("auto", "off"),
  ),
  hint(
    "tune.ssl.default-dh-param <number>",
    "no cipher with finite-field Diffie-Hellman is offered",
    numberWithin({ min: 1024, max: 0x7fffffff }),
  ),
  hint("tune.ssl.hard-maxrecord <number>", RECORDS, noLimit),
  hint("tune.ssl.maxrecord <number>", RECORDS, noLimit),
  hint("tune.ssl.force-private-cache", TICKETS, nothing),
  hint(
    "tune.ssl.ssl-ctx-cache-size <number>",
    "no certificates are generated",
    numberWithin(unsigned),
  ),
];

const quic: readonly Directive<GlobalModel>[] = [
  hint("harden.reject-privileged-ports.quic { on | off }", NO_QUIC, onOrOff, "3.1"),
  hint("limited-quic", NO_QUIC, nothing, "3.1"),
  hint("no-quic", NO_QUIC, nothing, "3.1"),
  hint("tune.quic.cc-hystart { on | off }", NO_QUIC, onOrOff),
  hint("tune.quic.cc.cubic.min-losses <number>", NO_QUIC, numberWithin(positive)),
  hint("tune.quic.disable-tx-pacing", NO_QUIC, nothing),
  hint("tune.quic.disable-udp-gso", NO_QUIC, nothing),
  hint("tune.quic.frontend.conn-tx-buffers.limit <number>", NO_QUIC, numberWithin(unsigned)),
  hint("tune.quic.frontend.default-max-window-size <size>", NO_QUIC, sizeWithin(positive)),
  hint("tune.quic.frontend.glitches-threshold <number>", NO_QUIC, numberWithin(unsigned)),
  hint("tune.quic.frontend.max-data-size <size>", NO_QUIC, sizeWithin(unsigned)),
  hint("tune.quic.frontend.max-idle-timeout <timeout>", NO_QUIC, timeWithin(unsigned)),
  hint("tune.quic.frontend.max-streams-bidi <number>", NO_QUIC, numberWithin(unsigned)),
  hint("tune.quic.frontend.max-tx-mem <size>", NO_QUIC, sizeWithin(unsigned)),
  hint("tune.quic.frontend.stream-data-ratio <0..100>", NO_QUIC, percent),
  hint("tune.quic.max-frame-loss <number>", NO_QUIC, numberWithin(unsigned)),
  hint("tune.quic.reorder-ratio <0..100>", NO_QUIC, percent),
  hint("tune.quic.retry-threshold <number>", NO_QUIC, numberWithin(unsigned)),
  hint(
    "tune.quic.socket-owner { connection | listener }",
    NO_QUIC,
    oneOf("connection", "listener"),
  ),
  hint("tune.quic.zero-copy-fwd-send { on | off }", NO_QUIC, onOrOff),
];

/** `<string> [<type>]` of a path of Lua modules. */
const pathAndType: CheckArguments = (args) => {
  if (args.expect("a path") === undefined) return;
  if (args.peek !== undefined && args.oneOf(["path", "cpath"]) === undefined) return;
  args.end();
};

const lua: readonly Directive<GlobalModel>[] = [
  hint(
    "tune.lua.bool-sample-conversion { normal | pre-3.1-bug }",
    NO_LUA,
    oneOf("normal", "pre-3.1-bug"),
  ),
  hint("lua-prepend-path <string> [<type>]", NO_LUA, pathAndType, "3.1"),
  hint("tune.lua.burst-timeout <timeout>", NO_LUA, timeWithin(unsigned)),
  hint("tune.lua.forced-yield <number>", NO_LUA, numberWithin(unsigned)),
  hint("tune.lua.log.loggers { on | off }", NO_LUA, onOrOff),
  hint("tune.lua.log.stderr { on | auto | off }", NO_LUA, oneOf("on", "auto", "off")),
  hint("tune.lua.maxmem <number>", NO_LUA, numberWithin(unsigned)),
  hint("tune.lua.service-timeout <timeout>", NO_LUA, timeWithin(unsigned)),
  hint("tune.lua.task-timeout <timeout>", NO_LUA, timeWithin(unsigned)),
];

const NO_DATAGRAMS = "no frontend takes datagrams, and servers of logs answer none";

const datagrams: readonly Directive<GlobalModel>[] = [
  "tune.rcvbuf.backend",
  "tune.rcvbuf.frontend",
  "tune.sndbuf.frontend",
].map((name) => hint(`${name} <size>`, NO_DATAGRAMS, sizeWithin(positive)));

export const globalAbsentHintDirectives: readonly Directive<GlobalModel>[] = [
  ...httpClient,
  ...tls,
  ...quic,
  ...lua,
  ...datagrams,
];
