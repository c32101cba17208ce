/**
 * Events: lines that the configuration writes for whoever looks into the proxy (manual 7.3.1,
 * `debug`), to a ring or an output. They are dressed as the ring says, at level 0 of facility 0,
 * and do not name the process; on an output they stand bare.
 */
import type { EventSink } from "../sample/compile-scope.ts";
import type { Rings } from "./rings.ts";
import { LogSender, type SenderSetting } from "./sender.ts";
import type { LogSinks } from "./sink.ts";

/** Longest line, its line feed included; a ring may allow less. */
const MAX_LINE_BYTES = 65_535;

/** The sink of that name; undefined when there is none. */
export function openEventSink(
  name: string,
  rings: Rings,
  sinks: LogSinks,
  setting: SenderSetting,
): EventSink | undefined {
  const isOutput = name === "stdout" || name === "stderr";
  if (!isOutput && rings.get(name) === undefined) return undefined;
  const sink = sinks.get(isOutput ? { kind: name } : { kind: "ring", name });
  const target = {
    format: sink.format ?? "raw",
    facility: 0,
    maxLevel: 7,
    minLevel: 0,
    maxBytes: MAX_LINE_BYTES,
  } as const;
  const origin = { tag: "", pid: 0, hostname: null };
  const sender = new LogSender(target, sink, origin, setting, null);
  return { write: (text) => sender.send(0, text) };
}
