/**
 * The `tune` directives that only advise HAProxy's engine: sizes of its caches, pools and pipes, how
 * many events, tasks or rules it takes at once, whether it copies. As in global-hints.ts, arguments
 * are checked, no traffic changes, and each summary says why.
 */
import { positive, unsigned } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { GlobalModel } from "../model.ts";
import {
  type CheckArguments,
  experimental,
  hint,
  nothing,
  numberWithin,
  oneOf,
  sizeWithin,
  timeWithin,
} from "./hint-rows.ts";

const anyNumber = numberWithin({ min: -0x80000000, max: 0x7fffffff });
const onOrOff = oneOf("on", "off");

const LOOP = "the runtime's event loop takes what is ready";
const COPIES = "bytes are copied no more than TLS and rules need";
const MEMORY = "the runtime keeps the memory of buffers";
const SPREAD = "each thread has a listening socket, the operating system chooses among them";

const POLL_EVENTS = ["err", "hup", "rdhup"];

/** `event[,...]`; none at all masks nothing. */
const maskedEvents: CheckArguments = (args, load) => {
  const list = args.take();
  if (list === undefined || !args.end()) return;
  const unknown = list.text.split(",").find((event) => !POLL_EVENTS.includes(event));
  if (unknown === undefined) return;
  const known = POLL_EVENTS.map((event) => `'${event}'`).join(", ");
  load.diagnostics.error(list, `'${args.name}' does not know '${unknown}'`, `it knows ${known}`);
};

export const globalTuneHintDirectives: readonly Directive<GlobalModel>[] = [
  hint("tune.applet.zero-copy-forwarding { on | off }", COPIES, onOrOff),
  hint("tune.buffers.limit <number>", MEMORY, numberWithin(unsigned)),
  hint("tune.buffers.reserve <number>", MEMORY, numberWithin(unsigned)),
  hint("tune.bufsize.small <size>", MEMORY, sizeWithin(positive)),
  experimental(hint("tune.disable-fast-forward", COPIES, nothing)),
  hint("tune.disable-zero-copy-forwarding", COPIES, nothing),
  hint("tune.epoll.mask-events <event[,...]>", LOOP, maskedEvents),
  hint(
    "tune.events.max-events-at-once <number>",
    "events inside the process are told as they happen",
    numberWithin({ min: 1, max: 10_000 }),
  ),
  experimental(hint("tune.fd.edge-triggered { on | off }", LOOP, onOrOff)),
  hint("tune.h1.zero-copy-fwd-recv { on | off }", COPIES, onOrOff),
  hint("tune.h1.zero-copy-fwd-send { on | off }", COPIES, onOrOff),
  hint(
    "tune.idle-pool.shared { on | off }",
    "a connection belongs to the thread that made it",
    onOrOff,
  ),
  hint(
    "tune.idletimer <timeout>",
    "the size of writes does not depend on idle times",
    timeWithin({ min: 0, max: 65_535 }),
  ),
  hint(
    "tune.listener.default-shards { by-process | by-thread | by-group }",
    SPREAD,
    oneOf("by-process", "by-thread", "by-group"),
  ),
  hint("tune.listener.multi-queue { on | fair | off }", SPREAD, oneOf("on", "fair", "off")),
  hint(
    "tune.max-rules-at-once <number>",
    "a request's rules run one after the other, without a pause",
    numberWithin(unsigned),
  ),
  hint(
    "tune.maxaccept <number>",
    "all connections that wait are accepted, up to the limits",
    numberWithin({ min: -1, max: 0x7fffffff }),
  ),
  hint("tune.maxpollevents <number>", LOOP, numberWithin({ min: 0, max: 1_000_000 })),
  hint("tune.memory.hot-size <number>", MEMORY, sizeWithin({ min: 1, max: 2 ** 53 - 1 })),
  hint(
    "tune.pattern.cache-size <number>",
    "matches are looked up in hashes and trees, results are not kept",
    numberWithin(unsigned),
  ),
  hint("tune.pipesize <size>", "Sluice never splices", sizeWithin({ min: 0, max: 2 ** 53 - 1 })),
  hint("tune.pt.zero-copy-forwarding { on | off }", COPIES, onOrOff),
  hint("tune.recv_enough <size>", LOOP, sizeWithin(unsigned)),
  hint(
    "tune.ring.queues <number>",
    "a thread writes to its rings alone",
    numberWithin({ min: 0, max: 16 }),
  ),
  hint("tune.runqueue-depth <number>", LOOP, anyNumber),
  hint("tune.sched.low-latency { on | off }", LOOP, onOrOff),
  hint(
    "tune.takeover-other-tg-connections { none | restricted | full }",
    "there is one group of threads",
    oneOf("none", "restricted", "full"),
  ),
  hint(
    "stress-level <level>",
    "there is no code that only a stress test runs",
    numberWithin({ min: 0, max: 9 }),
    "3.1",
  ),
];
