/** Sizes of what the process keeps, and how checks are spread (manual 3.2). */
import { type Arguments, unsigned } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";
import { globalFacts as facts, sizeSetting, timeSetting } from "./setting.ts";

function parsePoolSharing(args: Arguments, _global: GlobalModel, load: Load): void {
  if (args.oneOf(["on", "off"]) !== "on") return;
  load.diagnostics.error(
    args.last,
    "'tune.idle-pool.shared on' is not possible: a connection belongs to the thread that made it",
    "'off' is how it is",
  );
}

export const globalBufferDirectives: readonly Directive<GlobalModel>[] = [
  {
    name: "tune.idle-pool.shared",
    in: ["global"],
    syntax: "tune.idle-pool.shared { on | off }",
    manual: "3.2",
    summary: "whether threads share idle connections to servers; only 'off', as ever",
    parse: parsePoolSharing,
  },
  sizeSetting(
    facts("spread-checks", "3.2", "randomises check intervals by up to this many per cent"),
    { min: 0, max: 50 },
    (g, percent) => {
      g.spreadChecksPercent = percent;
    },
  ),
  timeSetting(
    facts("max-spread-checks", "3.2", "longest time over which first checks are spread"),
    unsigned,
    (g, timeMs) => {
      g.maxSpreadChecksMs = timeMs;
    },
  ),
  sizeSetting(
    facts("tune.bufsize", "3.2", "size of a stream's buffers in bytes"),
    { min: 1024, max: 0x7ffffff },
    (g, size) => {
      g.bufsizeBytes = size;
    },
  ),
  sizeSetting(
    facts("tune.maxrewrite", "3.2", "buffer space kept for header rewriting"),
    { min: 0, max: 0x7ffffff },
    (g, size) => {
      g.maxrewriteBytes = size;
    },
  ),
  sizeSetting(
    facts("tune.http.maxhdr", "3.2", "largest number of headers in a message"),
    { min: 1, max: 32767 },
    (g, count) => {
      g.maxHeaders = count;
    },
  ),
  sizeSetting(
    facts("tune.stick-counters", "3.2", "number of stick counters tracked at once"),
    { min: 0, max: 100 },
    (g, count) => {
      g.stickCounters = count;
    },
  ),
  {
    name: "tune.maxaccept",
    in: ["global"],
    syntax: "tune.maxaccept <number>",
    manual: "3.2",
    summary: "accepted for HAProxy's sake: has no effect here",
    parse(args: Arguments, _global: GlobalModel, load: Load): void {
      const word = args.peek;
      const count = args.integer("a number", { min: -1, max: 0x7fffffff });
      if (count === undefined || !args.end()) return;
      load.diagnostics.warn(
        word ?? args.line,
        "'tune.maxaccept' has no effect: the runtime accepts all that wait, up to the limits",
      );
    },
  },
  ...["tune.ssl.cachesize", "tune.ssl.default-dh-param"].map((name): Directive<GlobalModel> => ({
    name,
    in: ["global"],
    syntax: `${name} <number>`,
    manual: "3.2",
    summary: "accepted for HAProxy's sake: has no effect here",
    parse(args: Arguments, _global: GlobalModel, load: Load): void {
      const word = args.peek;
      if (args.size("a number", unsigned) === undefined || !args.end()) return;
      const reason =
        name === "tune.ssl.cachesize"
          ? "TLS sessions resume by tickets, there is no session cache to size"
          : "no DHE cipher is offered, so there is no DH parameter to size";
      load.diagnostics.warn(word ?? args.line, `'${name}' has no effect: ${reason}`);
    },
  })),
];
