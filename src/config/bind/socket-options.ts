/** The options of `bind` lines that are set on the listening socket (manual 5.1). */
import { type Arguments, unsigned } from "../arguments.ts";
import type { SocketOption } from "../../runtime/transport.ts";
import type { Load } from "../load-state.ts";
import type { BindModel } from "../model.ts";
import type { OptionRow } from "../options/rows.ts";
import { optionShapes } from "../options/shapes.ts";

const { flag, word, time } = optionShapes<BindModel>("5.1");

/** How long a client that says nothing is kept from being accepted. */
const DEFER_SEC = 60;
/** How many clients may send with their first packet before any of them was accepted. */
const FAST_OPEN_QUEUE = 1024;
const MOST_SEGMENT_BYTES = 65535;

function set(bind: BindModel, option: SocketOption, value: number): void {
  bind.socketOptions = new Map([...bind.socketOptions, [option, value]]);
}

function parseMss(args: Arguments, bind: BindModel, load: Load): void {
  const word = args.expect("a segment size");
  if (word === undefined) return;
  const bytes = /^-?\d+$/.test(word.text) ? Number(word.text) : 0;
  if (bytes === 0 || Math.abs(bytes) > MOST_SEGMENT_BYTES) {
    load.diagnostics.error(word, `'${word.text}' is no segment size from 1 to 65535`);
  } else if (bytes < 0) {
    load.diagnostics.error(
      word,
      "a negative 'mss' is not supported: what it would reduce is known with each connection only",
    );
  } else set(bind, "maxSegmentBytes", bytes);
}

export const bindSocketOptions: readonly OptionRow<BindModel>[] = [
  flag("defer-accept", "accepts connections once bytes are there", (bind) =>
    set(bind, "deferAcceptSec", DEFER_SEC),
  ),
  word("interface", "interface", "network interface it is confined to", (bind, { text }) => {
    bind.interfaceName = text;
  }),
  {
    name: "mss",
    syntax: "mss <bytes>",
    manual: "5.1",
    summary: "largest TCP segment",
    parse: parseMss,
  },
  time("tcp-ut", unsigned, "how long sent bytes may stay unacknowledged", (bind, ms) => {
    if (ms > 0) set(bind, "userTimeoutMs", ms);
  }),
  flag("tfo", "takes bytes with the first packet of a connection", (bind) =>
    set(bind, "fastOpenQueue", FAST_OPEN_QUEUE),
  ),
  flag("transparent", "takes connections to addresses that are not the machine's own", (bind) =>
    set(bind, "transparent", 1),
  ),
];
