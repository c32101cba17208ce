/** HTTP/2 in `global` (manual 3.2, `tune.h2`). No connection speaks it yet: the model keeps it. */
import { type Arguments, type Range, unsigned } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { GlobalModel } from "../model.ts";
import type { Http2Model, Http2SideModel } from "../model/http2.ts";
import { globalFacts, integerSetting, sizeSetting } from "./setting.ts";
import { hint, oneOf } from "./hint-rows.ts";

const YET = "for HTTP/2, which no connection speaks yet";

/** `tune.h2.NAME <number>`. */
function number(
  name: string,
  summary: string,
  set: (http2: Http2Model, value: number) => void,
  range: Range = unsigned,
): Directive<GlobalModel> {
  const facts = globalFacts(`tune.h2.${name}`, "3.2", `${summary}; ${YET}`);
  return integerSetting(facts, range, (global, value) => set(global.http2, value));
}

/** The settings that both sides have. */
function sideSettings(
  side: "fe" | "be",
  of: (http2: Http2Model) => Http2SideModel,
): Directive<GlobalModel>[] {
  const peers = side === "fe" ? "clients" : "servers";
  return [
    number(
      `${side}.glitches-threshold`,
      `glitches that end a connection of ${peers}`,
      (http2, count) => {
        of(http2).glitchesThreshold = count;
      },
    ),
    number(
      `${side}.initial-window-size`,
      `bytes a stream of ${peers} may send at first`,
      (http2, bytes) => {
        of(http2).initialWindowBytes = bytes;
      },
    ),
    number(
      `${side}.max-concurrent-streams`,
      `streams at once on a connection of ${peers}`,
      (http2, count) => {
        of(http2).maxConcurrentStreams = count;
      },
    ),
    number(`${side}.max-frames-at-once`, `frames taken in a row from ${peers}`, (http2, count) => {
      of(http2).maxFramesAtOnce = count;
    }),
    sizeSetting(
      globalFacts(`tune.h2.${side}.rxbuf`, "3.2", `bytes kept for streams of ${peers}; ${YET}`),
      { min: 0, max: 2 ** 53 - 1 },
      (global, bytes) => {
        of(global.http2).receiveBufferBytes = bytes;
      },
    ),
  ];
}

const common: readonly Directive<GlobalModel>[] = [
  number("fe.max-rst-at-once", "RST_STREAM taken in a row from clients", (http2, count) => {
    http2.client.maxResetsAtOnce = count;
  }),
  number("fe.max-total-streams", "streams before a connection is to end", (http2, count) => {
    http2.client.maxTotalStreams = count;
  }),
  number(
    "header-table-size",
    "bytes of the table of known fields",
    (http2, bytes) => {
      http2.headerTableBytes = bytes;
    },
    { min: 4096, max: 65_536 },
  ),
  number("initial-window-size", "bytes a stream may send at first", (http2, bytes) => {
    http2.initialWindowBytes = bytes;
  }),
  number("max-concurrent-streams", "streams at once on a connection", (http2, count) => {
    http2.maxConcurrentStreams = count;
  }),
  number(
    "max-frame-size",
    "largest frame taken",
    (http2, bytes) => {
      http2.maxFrameBytes = bytes;
    },
    { min: 16_384, max: 16_777_215 },
  ),
];

const announce =
  (on: boolean) =>
  (args: Arguments, global: GlobalModel): void => {
    if (args.end()) global.http2.announcesWebSockets = on;
  };

export const globalHttp2Directives: readonly Directive<GlobalModel>[] = [
  ...sideSettings("fe", (http2) => http2.client),
  ...sideSettings("be", (http2) => http2.server),
  ...common,
  {
    ...globalFacts("tune.h2.log-errors", "3.2", `which errors of peers are logged; ${YET}`),
    syntax: "tune.h2.log-errors { none | connection | stream }",
    parse(args: Arguments, global: GlobalModel): void {
      const level = args.oneOf(["none", "connection", "stream"]);
      if (level !== undefined && args.end()) global.http2.logErrors = level;
    },
  },
  hint(
    "tune.h2.zero-copy-fwd-send { on | off }",
    "bytes are copied no more than TLS and rules need",
    oneOf("on", "off"),
  ),
  integerSetting(
    globalFacts(
      "tune.glitches.kill.cpu-usage",
      "3.2",
      `use of CPU from which glitches end connections; ${YET}`,
    ),
    { min: 0, max: 100 },
    (global, percent) => {
      global.http2.glitchCpuPercent = percent;
    },
  ),
  {
    ...globalFacts("h2-workaround-bogus-websocket-clients", "3.1", `keeps WebSockets away ${YET}`),
    syntax: "h2-workaround-bogus-websocket-clients",
    parse: announce(false),
    negate: announce(true),
  },
];
